// What the examples do not show: rich errors, large tensors in pieces, deadlines, retries, transfers that equal what the server saved.
#include <adapterbridge/remote/client.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

using namespace adapterbridge::remote;

#define CHECK(...)                                                                              \
  do {                                                                                          \
    if (!(__VA_ARGS__)) {                                                                       \
      std::fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #__VA_ARGS__);      \
      std::exit(1);                                                                             \
    }                                                                                           \
  } while (0)

template <class Call>
static Error failure(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  std::fprintf(stderr, "a call that must fail did not\n");
  std::exit(1);
}

static std::string bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  CHECK(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

int main() {
  const char *address = std::getenv("BRIDGE_TEST_SERVER"), *root = std::getenv("BRIDGE_ROOT");
  CHECK(address != nullptr && root != nullptr);
  const Client client(address);
  CHECK(client.info().methods_size() > 20);
  const auto model = client.load(std::string(root) + "/models/all-minilm-l6-v2", "cpp-client");
  CHECK(client.model("cpp-client").get().hidden_size() == 384 && !client.models().empty());

  // Errors: reason, metadata, violations.
  auto error = failure([&] { client.model("nobody"); });
  CHECK(error.code() == grpc::StatusCode::NOT_FOUND && error.reason() == "MODEL_NOT_FOUND" && error.metadata().at("model") == "nobody");
  error = failure([&] { model.create_adapter("a", "lora[rank=4,alpha=x]"); });
  CHECK(error.code() == grpc::StatusCode::INVALID_ARGUMENT && !error.violations().empty());
  error = failure([&] { client.load("/nonexistent", "x"); });
  CHECK(error.reason() == "FILE_NOT_FOUND");
  error = failure([&] { client.upload_dataset("broken", "{\"text\": \"no label\"}\nnot json\n"); });
  CHECK(error.reason() == "DATA_INVALID" && !error.violations().empty());
  CHECK(failure([&] { Tensor::of<float>({1}, {1}).values<int64_t>(); }).reason() == "TENSOR_DTYPE");

  // Nobody is there: tried again, then told.
  const Client nobody("127.0.0.1:1", {std::chrono::milliseconds(400), 2});
  CHECK(failure([&] { nobody.info(); }).code() == grpc::StatusCode::UNAVAILABLE);
  const Client hurried(address, {std::chrono::milliseconds(1), 1});
  CHECK(failure([&] { hurried.load(std::string(root) + "/models/all-minilm-l6-v2", "late"); }).code() == grpc::StatusCode::DEADLINE_EXCEEDED);

  // A tensor over 1 MiB, in pieces both ways, equals its rows alone.
  const auto adapter = model.create_adapter("a", "lora[init_weights='bert']", 5);
  CHECK(adapter.seed() == 5 && model.adapter("a").digest() == adapter.digest());
  std::vector<float> rows(16 * 64 * 384);
  for (size_t i = 0; i < rows.size(); i++) rows[i] = std::sin(static_cast<float>(i));
  const auto large = model.forward({{"inputs_embeds", Tensor::of<float>({16, 64, 384}, rows)}}, {"a", {}}, {"last_hidden_state"}).at("last_hidden_state");
  const std::vector<float> first(rows.begin(), rows.begin() + 64 * 384);
  const auto small = model.forward({{"inputs_embeds", Tensor::of<float>({1, 64, 384}, first)}}, {"a", {}}, {"last_hidden_state"}).at("last_hidden_state");
  CHECK(large.shape == std::vector<int64_t>{16, 64, 384} && small.shape == std::vector<int64_t>{1, 64, 384});
  const auto whole = large.values<float>(), part = small.values<float>();
  for (size_t i = 0; i < part.size(); i++) CHECK(std::abs(whole[i] - part[i]) < 1e-4f);
  CHECK(failure([&] { model.forward({{"inputs_embeds", Tensor::of<float>({16, 64, 384}, rows)}}, {"nobody", {}}); }).reason() == "ADAPTER_NOT_FOUND");
  CHECK(failure([&] { model.forward_texts({"a"}, {"", {}, "nothing"}); }).reason() == "EMBEDDING_NOT_FOUND");

  // What is downloaded is what the server saves; what is uploaded is what was downloaded.
  const auto folder = std::filesystem::temp_directory_path() / ("bridge-cpp-" + std::to_string(::getpid()));
  model.create_head("a", {"no", "yes"}, 5);
  model.save_adapter("a", folder / "saved", "a");
  model.download_adapter("a", folder / "down", "a");
  for (const char* name : {"adapter_config.json", "adapter.safetensors", "head_config.json", "model_head.safetensors"}) CHECK(bytes(folder / "saved" / name) == bytes(folder / "down" / name));
  CHECK(failure([&] { model.upload_adapter(folder / "down", "other"); }).reason() == "HEAD_NAME_TAKEN");
  model.delete_head("a");
  model.delete_adapter("a");
  CHECK(model.upload_adapter(folder / "down", "a").adapter().digest() == adapter.digest());
  model.delete_head("a");
  model.delete_adapter("a");
  CHECK(model.load_adapter(folder / "saved").adapter().digest() == adapter.digest());
  model.create_adapter("c", "lora");
  CHECK(model.adapters().size() == 2);
  model.delete_adapter("c");
  CHECK(failure([&] { model.adapter("c"); }).reason() == "ADAPTER_NOT_FOUND");
  CHECK(failure([&] { model.upload_adapter(folder / "nothing"); }).reason() == "FILE_NOT_FOUND");
  std::filesystem::remove_all(folder);

  // A loop of one's own, batch by batch; tensors in pieces or inline.
  const auto untrained = model.adapter("a").digest();
  {
    bridge::v1::TrainingOptions options;
    options.set_learning_rate(1e-3);
    auto session = model.session("a", options);
    CHECK(failure([&] { model.session("a"); }).metadata().at("training_job") == session.id());
    const auto first = session.step({"fine", "poor"}, {"yes", "no"});
    CHECK(first.step() == 1 && first.stepped() && first.loss() > 0 && first.gradient_norm() > 0);
    bridge::v1::TrainingBatch batch;
    batch.set_step(false);
    batch.set_return_logits(true);
    const Tensors ids = {{"input_ids", Tensor::of<int64_t>({1, 2}, {101, 102})}, {"labels", Tensor::of<int64_t>({1}, {1})}};
    const auto held = session.step(batch, ids);
    CHECK(held.sequence() == 2 && !held.stepped() && held.logits().shape_size() == 2);
    CHECK(model.adapter("a").digest() == untrained && session.publish() == 1 && model.adapter("a").digest() != untrained);
    batch.clear_step();
    CHECK(session.evaluate(batch, ids).has_loss());
    const auto end = session.finish();
    CHECK(end.steps() == 1 && end.batches() == 2 && end.dropped_batches() == 1);
    CHECK(failure([&] { session.publish(); }).code() != grpc::StatusCode::OK);
  }
  const auto trained = model.adapter("a").digest();
  {
    bridge::v1::TrainingSessionStart start;
    start.add_adapters("a");
    start.add_heads("a");
    auto session = model.session(start);
    session.step({"fine"}, {"yes"});
    CHECK(failure([&] { session.step({"fine"}, {"perhaps"}); }).reason() == "DATA_INVALID");
  }
  {
    // Destroyed without an end: the next one waits until the server has seen it.
    bridge::v1::TrainingSessionStart start;
    start.add_adapters("a");
    start.add_heads("a");
    start.set_queue(true);
    auto session = model.session(start);
    session.step({"fine"}, {"yes"});
    auto moved = std::move(session);
    moved.step({"fine"}, {"yes"});
  }
  bridge::v1::TrainingSessionStart last;
  last.add_adapters("a");
  last.add_heads("a");
  last.set_queue(true);
  model.session(last).finish();
  CHECK(model.adapter("a").digest() != trained);

  // A job that fails says why.
  client.upload_dataset("cpp-tags", "{\"text\": [\"a\"], \"label\": [\"T\"]}\n");
  CHECK(failure([&] { model.train("a", "cpp-tags").wait(); }).reason() == "DATA_INVALID");
  client.delete_dataset("cpp-tags");
  model.create_head_json("words", R"({"head_type": "tagging", "num_labels": 3})");
  model.delete_head("words");
  model.unload();
  return 0;
}
