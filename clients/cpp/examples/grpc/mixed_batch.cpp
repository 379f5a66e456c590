// One batch whose rows go through different adapters: the base's work is done once for all.
//   mixed_batch ADDRESS MODEL_FOLDER
#include <adapterbridge/remote/client.hpp>

#include <cmath>
#include <cstdio>

using namespace adapterbridge::remote;

int main(int argc, char** argv) try {
  if (argc != 3) return std::fprintf(stderr, "usage: mixed_batch ADDRESS MODEL_FOLDER\n"), 2;
  const Client client(argv[1]);
  const auto model = client.load(argv[2], "cpp-mixed");
  model.create_adapter("left", "lora[init_weights='bert']", 1);
  model.create_adapter("right", "seq_bn[init_weights='mam_adapter']", 2);
  const std::vector<std::string> output{"last_hidden_state"};
  const auto mixed = model.forward_texts({"one row", "two rows"}, {"BatchSplit(left, right, batch_sizes=[1, 1])", {}}, output).at("last_hidden_state").values<float>();
  const auto left = model.forward_texts({"one row", "two rows"}, {"left", {}}, output).at("last_hidden_state").values<float>();
  double difference = 0;
  for (size_t i = 0; i < mixed.size() / 2; i++) difference = std::max(difference, std::abs(static_cast<double>(mixed[i]) - left[i]));
  std::printf("row 0 of the mixed batch differs from its adapter alone by %.1e\n", difference);
  model.unload();
  return difference < 1e-5 ? 0 : 1;
} catch (const Error& error) {
  return std::fprintf(stderr, "%s: %s\n", error.reason().c_str(), error.what()), 1;
}
