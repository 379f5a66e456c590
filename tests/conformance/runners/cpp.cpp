// The C library through bridge.hpp.
#include <adapterbridge/bridge.hpp>

#include "words.hpp"

using namespace adapterbridge;

int main() {
  const auto engine = Engine::create();
  Model model;
  return play<Error>([&](const std::string& what, const std::vector<std::string>& words) {
    const auto setup = [&] { return words[1].empty() && names(words[2]).empty() ? Setup::base() : Setup::parse(words[1], names(words[2])); };
    const auto answer = [&](const Outputs& outputs) {
      const auto tensor = outputs[words[3]];
      const auto values = tensor.data<const float>();
      show(words[0], reinterpret_cast<const uint32_t*>(values.data()), values.size());
    };
    if (what == "model") model = engine.load(words[1], words[0]);
    else if (what == "adapter") model.create_adapter(words[0], words[1], std::stoull(words[2]));
    else if (what == "head") {
      std::string labels;
      for (const auto& label : names(words[1])) labels += (labels.empty() ? "\"" : ", \"") + label + "\"";
      model.create_head(words[0], R"({"classification": {"labels": [)" + labels + "]}}", std::stoull(words[2]));
    } else if (what == "ids") {
      std::vector<int64_t> numbers;
      for (size_t i = 6; i < words.size(); i++) numbers.push_back(std::stoll(words[i]));
      const auto ids = Tensor::over<int64_t>({std::stoll(words[4]), std::stoll(words[5])}, numbers.data());
      answer(model.forward({{"input_ids", &ids}}, setup(), {false, {words[3]}, 0, nullptr}));
    } else if (what == "texts") answer(model.forward_texts({words.begin() + 4, words.end()}, setup(), {false, {words[3]}, 0, nullptr}));
    else if (what == "classify") {
      const auto found = model.classify({words.begin() + 2, words.end()}, Setup::parse(words[1]));
      std::string labels;
      for (int64_t i = 0; i < found.size(); i++) labels += (i ? "," : "") + found.label(found.best(i));
      std::printf("%s\t%s\n", words[0].c_str(), labels.c_str());
    } else if (what == "dataset") engine.load_dataset(words[0], words[1], R"({"labelIds": {"negative": 0, "positive": 1}})");
    else if (what == "train")
      model.train(R"({"spec": {"adapters": [")" + words[0] + R"("], "heads": [")" + words[0] + R"("], "dataset": "datasets/)" + words[1] + R"(", "options": {"maxSteps": ")" + words[2] +
                  R"(", "batchSize": )" + words[3] + R"(, "learningRate": )" + words[4] + "}}}").wait();
    else if (what == "save") model.adapter(words[0]).save(words[1], words[0]);
    else if (what == "load") model.load_adapter(words[1], words[0]);
    else if (what == "merge") model.adapter(words[0]).merge();
    else if (what == "reset") model.reset_merged();
    else if (what == "delete") model.adapter(words[0]).remove();
  });
}
