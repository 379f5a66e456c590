// Trains an adapter on labelled text in this process and saves it as an AdapterHub folder.
//   train MODEL_FOLDER ROWS.jsonl SAVE_FOLDER [STEPS]
#include <adapterbridge/bridge.hpp>

#include <cstdio>
#include <string>

using namespace adapterbridge;

int main(int argc, char** argv) try {
    if (argc < 4) return std::fprintf(stderr, "usage: train MODEL_FOLDER ROWS.jsonl SAVE_FOLDER [STEPS]\n"), 2;
    const std::string steps = argc > 4 ? argv[4] : "200";
    const auto engine = Engine::create();
    const auto model = engine.load(argv[1]);
    engine.load_dataset("rows", argv[2], R"({"labelIds": {"negative": 0, "positive": 1}})");
    const auto adapter = model.create_adapter("mood", "lora[r=8]");
    model.create_head("mood", R"({"classification": {"labels": ["negative", "positive"]}})");
    const auto job = model.train(R"({"spec": {"adapters": ["mood"], "heads": ["mood"], "dataset": "datasets/rows", "options": {"maxSteps": ")" + steps + R"(", "learningRate": 1e-3}}})");
    for (const Event& event : job.events())
        if (const auto step = event.step()) std::printf("%lld/%lld loss %.4f\n", static_cast<long long>(step->step), static_cast<long long>(step->total_steps), step->loss);
    if (job.wait() != BRIDGE_JOB_SUCCEEDED) return std::fprintf(stderr, "%s\n", job.result().c_str()), 1;
    adapter.save(argv[3], "mood");
} catch (const Error& error) {
    return std::fprintf(stderr, "%s: %s\n", error.reason().c_str(), error.what()), 1;
}
