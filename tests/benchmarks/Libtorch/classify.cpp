// Loads LoRA and the head beside it, and labels sentences that are given as token ids.
//   classify MODEL_FOLDER ADAPTER_FOLDER "101 ... 102"...
#include "bert.hpp"

#include <cstdio>

int main(int argc, char** argv) try {
    if (argc < 4) return std::fprintf(stderr, "usage: classify MODEL_FOLDER ADAPTER_FOLDER IDS...\n"), 2;
    const std::string folder = argv[2];
    const Classifier model{load_safetensors(std::string(argv[1]) + "/model.safetensors"), load_safetensors(folder + "/adapter.safetensors"), load_safetensors(folder + "/model_head.safetensors")};
    std::vector<std::vector<int64_t>> rows;
    for (int i = 3; i < argc; i++) {
        std::istringstream ids(argv[i]);
        rows.emplace_back(std::istream_iterator<int64_t>(ids), std::istream_iterator<int64_t>());
    }
    const torch::NoGradGuard guard;
    const auto scores = model.forward(pad(rows)).softmax(-1);
    const char* labels[] = {"negative", "positive"};
    for (int64_t row = 0; row < scores.size(0); row++) {
        const auto best = scores[row].argmax().item<int64_t>();
        std::printf("%s %.3f  %s\n", labels[best], scores[row][best].item<float>(), argv[3 + row]);
    }
} catch (const std::exception& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 1;
}
