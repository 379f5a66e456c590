// The C++ client of the service.
#include <adapterbridge/remote/client.hpp>

#include "words.hpp"

#include <optional>

using namespace adapterbridge::remote;

int main(int, char** argv) {
  const Client client(argv[1]);
  std::optional<Model> model;
  return play<Error>([&](const std::string& what, const std::vector<std::string>& words) {
    const auto answer = [&](const Tensors& outputs) {
      const auto& data = outputs.at(words[3]).data;
      show(words[0], reinterpret_cast<const uint32_t*>(data.data()), data.size() / 4);
    };
    if (what == "model") model.emplace(client.load(words[1], words[0]));
    else if (what == "adapter") model->create_adapter(words[0], words[1], std::stoull(words[2]));
    else if (what == "head") model->create_head(words[0], names(words[1]), std::stoull(words[2]));
    else if (what == "ids") {
      std::vector<int64_t> numbers;
      for (size_t i = 6; i < words.size(); i++) numbers.push_back(std::stoll(words[i]));
      answer(model->forward({{"input_ids", Tensor::of<int64_t>({std::stoll(words[4]), std::stoll(words[5])}, numbers)}}, {words[1], names(words[2])}, {words[3]}));
    } else if (what == "texts") answer(model->forward_texts({words.begin() + 4, words.end()}, {words[1], names(words[2])}, {words[3]}));
    else if (what == "classify") {
      std::string labels;
      for (const auto& label : model->classify({words.begin() + 2, words.end()}, {words[1], {}})) labels += (labels.empty() ? "" : ",") + label.name;
      std::printf("%s\t%s\n", words[0].c_str(), labels.c_str());
    } else if (what == "dataset") client.load_dataset(words[0], words[1], {"negative", "positive"});
    else if (what == "train") {
      bridge::v1::TrainingOptions options;
      options.set_max_steps(std::stoll(words[2]));
      options.set_batch_size(std::stoi(words[3]));
      options.set_learning_rate(std::stod(words[4]));
      model->train(words[0], words[1], options).wait();
    } else if (what == "save") model->save_adapter(words[0], words[1], words[0]);
    else if (what == "load") model->load_adapter(words[1], words[0]);
    else if (what == "merge") model->merge_adapter(words[0]);
    else if (what == "reset") model->reset_merged();
    else if (what == "delete") model->delete_adapter(words[0]);
  });
}
