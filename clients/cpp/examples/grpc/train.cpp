// Trains an adapter on labelled text over gRPC and saves it to a folder here.
//   train ADDRESS MODEL_FOLDER ROWS.jsonl SAVE_FOLDER [STEPS]
#include <adapterbridge/remote/client.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>

using namespace adapterbridge::remote;

int main(int argc, char** argv) try {
  if (argc < 5) return std::fprintf(stderr, "usage: train ADDRESS MODEL_FOLDER ROWS.jsonl SAVE_FOLDER [STEPS]\n"), 2;
  const Client client(argv[1]);
  const auto model = client.load(argv[2], "cpp-train");
  std::ifstream file(argv[3]);
  client.upload_dataset("cpp-rows", {std::istreambuf_iterator<char>(file), {}}, {"negative", "positive"});
  model.create_adapter("mood", "lora[r=8]");
  model.create_head("mood", {"negative", "positive"});
  bridge::v1::TrainingOptions options;
  options.set_learning_rate(1e-3);
  options.set_max_steps(argc > 5 ? std::atoi(argv[5]) : 200);
  const auto job = model.train("mood", "cpp-rows", options);
  job.watch([](const auto& event) {
    if (event.has_step()) std::printf("%lld/%lld loss %.4f\n", static_cast<long long>(event.step().step()), static_cast<long long>(event.step().total_steps()), event.step().loss());
    return true;
  });
  job.wait();
  model.download_adapter("mood", argv[4], "mood");
  model.unload();
  client.delete_dataset("cpp-rows");
} catch (const Error& error) {
  return std::fprintf(stderr, "%s: %s\n", error.reason().c_str(), error.what()), 1;
}
