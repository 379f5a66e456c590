// Follows a job, leaves it in the middle, comes back where it left, and cancels it.
//   watch_job ADDRESS MODEL_FOLDER
#include <adapterbridge/remote/client.hpp>

#include <cstdio>

using namespace adapterbridge::remote;

int main(int argc, char** argv) try {
  if (argc != 3) return std::fprintf(stderr, "usage: watch_job ADDRESS MODEL_FOLDER\n"), 2;
  const Client client(argv[1]);
  const auto model = client.load(argv[2], "cpp-watch");
  std::string rows;
  for (int i = 0; i < 64; i++) rows += i % 2 ? "{\"text\": \"awful\", \"label\": 0}\n" : "{\"text\": \"lovely\", \"label\": 1}\n";
  client.upload_dataset("cpp-watch", rows);
  model.create_adapter("a", "lora");
  model.create_head("a", {"no", "yes"});
  bridge::v1::TrainingOptions options;
  options.set_epochs(10000);
  options.set_batch_size(8);
  const auto job = model.train("a", "cpp-watch", options);
  int64_t last = 0, again = 0;
  int steps = 0;
  job.watch([&](const auto& event) { return last = event.sequence(), !(event.has_step() && ++steps == 3); });
  job.watch([&](const auto& event) { return again = event.sequence(), false; }, last);
  job.cancel();
  bridge::v1::TrainingState state{};
  job.watch([&](const auto& event) { return event.has_state_changed() && (state = event.state_changed().state(), true), true; }, again);
  std::printf("left after event %lld, came back at %lld, ended %s\n", static_cast<long long>(last), static_cast<long long>(again), bridge::v1::TrainingState_Name(state).c_str());
  model.unload();
  client.delete_dataset("cpp-watch");
  return again == last + 1 && state == bridge::v1::TRAINING_STATE_CANCELLED ? 0 : 1;
} catch (const Error& error) {
  return std::fprintf(stderr, "%s: %s\n", error.reason().c_str(), error.what()), 1;
}
