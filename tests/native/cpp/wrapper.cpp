// Owners, errors, ranges and tensors of bridge.hpp.
#include <adapterbridge/bridge.hpp>

#include "check.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

using namespace adapterbridge;
using namespace std::chrono_literals;

static void tensors() {
    const auto copied = Tensor::copy<float>({2, 3}, {1, 2, 3, 4, 5, 6});
    CHECK(copied.shape() == std::vector<int64_t>{2, 3} && copied.data<float>()[5] == 6 && copied.byte_size() == 24);
    CHECK(copied.try_data<int64_t>().error().reason() == "TENSOR_DTYPE");
    std::vector<int64_t> own{7, 8};
    auto over = Tensor::over<int64_t>({2}, own.data());
    own[1] = 9;
    CHECK(over.data<int64_t>()[1] == 9 && over.data<int64_t>().data() == own.data());
    const auto again = Tensor::from_dlpack(over.to_dlpack());
    over = Tensor();
    CHECK(again.data<const int64_t>().data() == own.data());
    CHECK(Tensor::try_copy<float>({-1}, static_cast<const float*>(nullptr)).error().code() == BRIDGE_INVALID_ARGUMENT);
}

int main() {
    const auto engine = Engine::create({0, 2, 64, {}});
    tensors();
    const auto model = engine.load(model_folder(), "m");
    CHECK(model.id() == "m" && model.architecture() == "bert" && model.layer_count() == 6 && model.hidden_size() == 384 && model.vocabulary_size() == 30522);
    CHECK(engine.model("m").parameter_count() == model.parameter_count());
    const auto a = model.create_adapter("a", "lora[r=4,init_weights='bert']", 3);
    const auto b = model.create_adapter("b", "seq_bn[init_weights='mam_adapter']", 4);
    CHECK(a.name() == "a" && a.config().find("lora") == 0 && a.parameter_count() == 36864);

    try {
        model.create_adapter("a", "lora");
        CHECK(false);
    } catch (const Error& error) {
        CHECK(error.code() == BRIDGE_ALREADY_EXISTS && error.reason() == "ADAPTER_NAME_TAKEN" && error.detail("adapter") == "a" && std::string(error.what()).find('a') != std::string::npos);
    }
    const auto wrong = model.try_create_adapter("c", "lora[rank=4,alpha=x]");
    CHECK(!wrong && wrong.error().details().size() >= 2);

    // The rows of a parallel setup are those of its parts alone.
    const auto ids = Tensor::copy<int64_t>({1, 4}, {101, 2307, 2154, 102});
    const auto both = model.forward({{"input_ids", &ids}}, Setup::parse("Parallel(a, b)"));
    const auto alone = model.forward({{"input_ids", &ids}}, Setup::parse("b"));
    const auto base = model.forward({{"input_ids", &ids}}, Setup::base(), {false, {"last_hidden_state", "hidden_states"}, 0, nullptr});
    CHECK(both.names().size() == 2 && base.names().size() == 8);
    const auto rows = both["last_hidden_state"];
    const auto row = alone["last_hidden_state"];
    CHECK(rows.shape() == std::vector<int64_t>{2, 4, 384});
    for (size_t i = 0; i < row.data<float>().size(); i++) CHECK(std::abs(rows.data<float>()[row.data<float>().size() + i] - row.data<float>()[i]) < 1e-5f);

    CHECK(model.try_forward({{"input_ids", &ids}}, Setup::parse("a").with_embedding("none")).error().reason() == "EMBEDDING_NOT_FOUND");
    const auto own = model.forward({{"input_ids", &ids}}, Setup::base().with_embedding("drawn").with_embedding(""))["last_hidden_state"];
    const auto same = model.forward({{"input_ids", &ids}}, Setup::base())["last_hidden_state"];
    CHECK(std::equal(own.data<float>().begin(), own.data<float>().end(), same.data<float>().begin()));

    CancelToken cancelled;
    cancelled.cancel();
    CHECK(model.try_forward({{"input_ids", &ids}}, Setup::base(), {false, {}, 0, &cancelled}).error().code() == BRIDGE_CANCELLED);
    CHECK(Setup::try_parse("Stack(a").error().reason() == "COMPOSITION_INVALID" && Setup::parse("Stack(a, b)").text().find("Stack") == 0);
    CHECK(engine.try_invoke("bridge.v1.ModelService/ListModels", "").value().find("models/m") != std::string::npos);

    engine.load_dataset("d", std::string(std::getenv("BRIDGE_ROOT")) + "/data/vader-sentiment/dev.jsonl", R"({"labelIds": {"negative": 0, "positive": 1}})");
    model.create_head("a", R"({"classification": {"labels": ["negative", "positive"]}})");
    const auto job = model.train(R"({"spec": {"adapters": ["a"], "heads": ["a"], "dataset": "datasets/d", "options": {"maxSteps": "4", "batchSize": 8}}})");
    CHECK(job.try_wait(0ms).error().code() == BRIDGE_DEADLINE_EXCEEDED);
    int steps = 0, last = 0;
    for (const Event& event : job.events()) {
        if (event.step()) steps++;
        if (event.kind() == BRIDGE_EVENT_STATE) last = event.state();
        CHECK(event.json().front() == '{');
    }
    CHECK(steps >= 1 && last == BRIDGE_JOB_SUCCEEDED && job.wait() == BRIDGE_JOB_SUCCEEDED && job.state() == BRIDGE_JOB_SUCCEEDED);
    CHECK(model.job(job.id(), 1).next(1000ms).sequence() == 2);
    const auto found = model.classify({"Good.", "Bad."}, Setup::parse("a"));
    CHECK(found.size() == 2 && found.label(1) == "positive" && std::abs(found.score(1, 0) + found.score(1, 1) - 1) < 1e-5);

    // A stack of threads on one model.
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back([&] {
            for (int n = 0; n < 20; n++) CHECK(model.forward({{"input_ids", &ids}}, Setup::parse("b"))["last_hidden_state"].data<float>()[7] == row.data<float>()[7]);
        });
    for (auto& thread : threads) thread.join();
    a.merge();
    model.reset_merged();
    b.remove();
    CHECK(model.try_adapter("b").error().reason() == "ADAPTER_NOT_FOUND");
    model.unload();
    CHECK(engine.try_model("m").error().reason() == "MODEL_NOT_FOUND");
    return 0;
}
