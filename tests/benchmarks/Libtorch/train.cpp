// Trains LoRA and a head on labelled rows of token ids (no tokenizer comes with libtorch) and saves them.
//   train MODEL_FOLDER ROWS SAVE_FOLDER [STEPS]        a row: label (0, 1), then token ids
#include "bert.hpp"

#include <cstdio>
#include <filesystem>

int main(int argc, char** argv) try {
    if (argc < 4) return std::fprintf(stderr, "usage: train MODEL_FOLDER ROWS SAVE_FOLDER [STEPS]\n"), 2;
    const int64_t steps = argc > 4 ? std::stoll(argv[4]) : 200, batch = 32;
    const double rate = 1e-3;
    torch::manual_seed(42);
    std::vector<std::vector<int64_t>> rows;
    std::vector<int64_t> labels;
    std::ifstream file(argv[2]);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        words >> labels.emplace_back();
        rows.emplace_back(std::istream_iterator<int64_t>(words), std::istream_iterator<int64_t>());
    }
    Classifier model{load_safetensors(std::string(argv[1]) + "/model.safetensors"), {}, {}, true};
    for (int64_t i = 0; i < Classifier::layers; i++)
        for (const auto* name : {"query", "value"}) {
            const auto place = "bert.encoder.layer." + std::to_string(i) + ".attention.self." + name + ".loras.mood.lora_";
            model.lora[place + "A"] = torch::nn::init::kaiming_uniform_(torch::empty({Classifier::rank, Classifier::width}), std::sqrt(5.0));
            model.lora[place + "B"] = torch::zeros({Classifier::width, Classifier::rank});
        }
    for (const auto& [name, size] : std::map<std::string, int64_t>{{"1", Classifier::width}, {"4", 2}}) {
        model.head["heads.mood." + name + ".weight"] = torch::randn({size, Classifier::width}) * 0.02;
        model.head["heads.mood." + name + ".bias"] = torch::zeros({size});
    }
    std::vector<Tensor> trained;
    for (const auto* tensors : {&model.lora, &model.head})
        for (const auto& entry : *tensors) trained.push_back(entry.second.requires_grad_());
    torch::optim::AdamW optimizer(trained, torch::optim::AdamWOptions(rate).weight_decay(0));
    Tensor order;
    int64_t next = static_cast<int64_t>(rows.size());
    for (int64_t step = 1; step <= steps; step++) {
        if (next >= static_cast<int64_t>(rows.size())) order = torch::randperm(static_cast<int64_t>(rows.size())), next = 0;
        std::vector<std::vector<int64_t>> some;
        std::vector<int64_t> targets;
        for (int64_t i = 0; i < batch && next < static_cast<int64_t>(rows.size()); i++, next++) {
            const auto row = static_cast<size_t>(order[next].item<int64_t>());
            some.push_back(rows[row]);
            targets.push_back(labels[row]);
        }
        static_cast<torch::optim::AdamWOptions&>(optimizer.param_groups()[0].options()).lr(rate * static_cast<double>(steps - step + 1) / static_cast<double>(steps));
        optimizer.zero_grad();
        const auto loss = torch::cross_entropy_loss(model.forward(pad(some)), torch::tensor(targets));
        loss.backward();
        torch::nn::utils::clip_grad_norm_(trained, 1.0);
        optimizer.step();
        std::printf("%lld/%lld loss %.4f\n", static_cast<long long>(step), static_cast<long long>(steps), loss.item<double>());
    }
    std::filesystem::create_directories(argv[3]);
    save_safetensors(model.lora, std::string(argv[3]) + "/adapter.safetensors");
    save_safetensors(model.head, std::string(argv[3]) + "/model_head.safetensors");
} catch (const std::exception& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 1;
}
