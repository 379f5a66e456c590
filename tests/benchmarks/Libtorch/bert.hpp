// BERT with LoRA on its queries and values and a classification head, in libtorch's C++ API: what train.cpp and classify.cpp share.
#pragma once
#include <torch/torch.h>

#include <fstream>
#include <map>
#include <regex>
#include <sstream>

using torch::Tensor;
using Tensors = std::map<std::string, Tensor>;

inline Tensors load_safetensors(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    uint64_t size = 0;
    if (!file.read(reinterpret_cast<char*>(&size), sizeof size)) throw std::runtime_error("cannot read " + path);
    std::string header(size, ' ');
    file.read(header.data(), static_cast<std::streamsize>(size));
    const std::regex entry(R"re("([^"]+)":\s*\{"dtype":\s*"(\w+)",\s*"shape":\s*\[([\d, ]*)\],\s*"data_offsets":\s*\[(\d+))re");
    Tensors tensors;
    for (std::sregex_iterator found(header.begin(), header.end(), entry), end; found != end; ++found) {
        std::vector<int64_t> shape;
        std::stringstream sizes((*found)[3]);
        for (std::string one; std::getline(sizes, one, ',');) shape.push_back(std::stoll(one));
        const auto tensor = torch::empty(shape, (*found)[2] == "F16" ? torch::kHalf : torch::kFloat);
        file.seekg(static_cast<std::streamoff>(8 + size + std::stoull((*found)[4])));
        file.read(static_cast<char*>(tensor.data_ptr()), static_cast<std::streamsize>(tensor.nbytes()));
        tensors[(*found)[1]] = tensor.to(torch::kFloat);
    }
    return tensors;
}

inline void save_safetensors(const Tensors& tensors, const std::string& path) {
    std::ostringstream header, data;
    for (const auto& [name, tensor] : tensors) {
        const auto bytes = static_cast<int64_t>(tensor.nbytes()), offset = static_cast<int64_t>(data.tellp());
        std::string shape;
        for (const auto size : tensor.sizes()) shape += (shape.empty() ? "" : ",") + std::to_string(size);
        header << (offset == 0 ? "{" : ",") << '"' << name << R"(":{"dtype":"F32","shape":[)" << shape << R"(],"data_offsets":[)" << offset << ',' << offset + bytes << "]}";
        data.write(static_cast<const char*>(tensor.detach().contiguous().data_ptr()), bytes);
    }
    header << '}';
    const uint64_t size = header.str().size();
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(&size), sizeof size) << header.str() << data.str();
    if (!file) throw std::runtime_error("cannot write " + path);
}

struct Classifier {
    static constexpr int64_t layers = 6, heads = 12, width = 384, rank = 8;
    static constexpr double alpha = 8, dropout = 0.1;
    Tensors base, lora, head;
    bool training = false;

    Tensor linear(const Tensor& x, const std::string& name) const { return torch::linear(x, base.at(name + ".weight"), base.at(name + ".bias")); }
    Tensor adapted(const Tensor& x, const std::string& name) const {
        const auto place = "bert." + name + ".loras.mood.lora_";
        return linear(x, name) + x.matmul(lora.at(place + "A").t()).matmul(lora.at(place + "B").t()) * (alpha / rank);
    }
    Tensor norm(const Tensor& x, const std::string& name) const { return torch::layer_norm(x, {width}, base.at(name + ".weight"), base.at(name + ".bias"), 1e-12); }
    Tensor drop(const Tensor& x) const { return torch::dropout(x, dropout, training); }
    static Tensor split(const Tensor& x) { return x.view({x.size(0), x.size(1), heads, width / heads}).transpose(1, 2); }

    Tensor layer(const Tensor& x, const Tensor& mask, const std::string& name) const {
        const auto self = name + ".attention.self.";
        const auto q = split(adapted(x, self + "query")), k = split(linear(x, self + "key")), v = split(adapted(x, self + "value"));
        const auto scores = q.matmul(k.transpose(-1, -2)) / std::sqrt(static_cast<double>(width / heads)) + mask;
        const auto context = drop(scores.softmax(-1)).matmul(v).transpose(1, 2).reshape_as(x);
        const auto attended = norm(x + drop(linear(context, name + ".attention.output.dense")), name + ".attention.output.LayerNorm");
        const auto inner = torch::gelu(linear(attended, name + ".intermediate.dense"));
        return norm(attended + drop(linear(inner, name + ".output.dense")), name + ".output.LayerNorm");
    }

    // ids: rows x tokens, 0 where there is none.
    Tensor forward(const Tensor& ids) const {
        const auto mask = ((ids == 0).to(torch::kFloat) * -1e9).view({ids.size(0), 1, 1, ids.size(1)});
        const std::string at = "embeddings.";
        auto x = torch::embedding(base.at(at + "word_embeddings.weight"), ids) + base.at(at + "position_embeddings.weight").slice(0, 0, ids.size(1)) + base.at(at + "token_type_embeddings.weight")[0];
        x = drop(norm(x, at + "LayerNorm"));
        for (int64_t i = 0; i < layers; i++) x = layer(x, mask, "encoder.layer." + std::to_string(i));
        const auto hidden = torch::tanh(torch::linear(drop(x.select(1, 0)), head.at("heads.mood.1.weight"), head.at("heads.mood.1.bias")));
        return torch::linear(drop(hidden), head.at("heads.mood.4.weight"), head.at("heads.mood.4.bias"));
    }
};

// Rows of token ids as one tensor, filled up with 0.
inline Tensor pad(const std::vector<std::vector<int64_t>>& rows) {
    std::vector<Tensor> tensors;
    for (const auto& row : rows) tensors.push_back(torch::tensor(row));
    return torch::nn::utils::rnn::pad_sequence(tensors, true);
}
