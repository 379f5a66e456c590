// The logits of rows of token ids, one a line: by libtorch with -DTHEIRS, else by ours.
//   logits MODEL_FOLDER ADAPTER_FOLDER "101 ... 102"...
#ifdef THEIRS
#include "bert.hpp"
#else
#include <adapterbridge/bridge.hpp>

#include <sstream>
#endif

#include <cstdio>
#include <iterator>

int main(int argc, char** argv) try {
    if (argc < 4) return 2;
    std::vector<std::vector<int64_t>> rows;
    size_t longest = 0;
    for (int i = 3; i < argc; i++) {
        std::istringstream ids(argv[i]);
        rows.emplace_back(std::istream_iterator<int64_t>(ids), std::istream_iterator<int64_t>());
        longest = std::max(longest, rows.back().size());
    }
#ifdef THEIRS
    const std::string folder = argv[2];
    const Classifier model{load_safetensors(std::string(argv[1]) + "/model.safetensors"), load_safetensors(folder + "/adapter.safetensors"), load_safetensors(folder + "/model_head.safetensors")};
    const torch::NoGradGuard guard;
    const auto logits = model.forward(pad(rows)).contiguous();
    const auto* values = logits.data_ptr<float>();
#else
    using namespace adapterbridge;
    const auto engine = Engine::create();
    const auto model = engine.load(argv[1]);
    const auto adapter = model.load_adapter(argv[2]);
    std::vector<int64_t> ids, mask;
    for (auto& row : rows)
        for (size_t i = 0; i < longest; i++) ids.push_back(i < row.size() ? row[i] : 0), mask.push_back(i < row.size());
    const std::vector<int64_t> shape{static_cast<int64_t>(rows.size()), static_cast<int64_t>(longest)};
    const auto tokens = Tensor::over(shape, ids.data()), seen = Tensor::over(shape, mask.data());
    const auto logits = model.forward({{"input_ids", &tokens}, {"attention_mask", &seen}}, Setup::parse(adapter.name()))["logits"];
    const auto values = logits.data<float>();
#endif
    for (size_t i = 0; i < rows.size() * 2; i++) std::printf("%.7f\n", static_cast<double>(values[i]));
} catch (const std::exception& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 1;
}
