// Sends an adapter's folder to the service and labels sentences with it.
//   load_and_run ADDRESS MODEL_FOLDER ADAPTER_FOLDER SENTENCE...
#include <adapterbridge/remote/client.hpp>

#include <cstdio>

using namespace adapterbridge::remote;

int main(int argc, char** argv) try {
  if (argc < 5) return std::fprintf(stderr, "usage: load_and_run ADDRESS MODEL_FOLDER ADAPTER_FOLDER SENTENCE...\n"), 2;
  const Client client(argv[1]);
  const auto model = client.load(argv[2], "cpp-run");
  model.upload_adapter(argv[3], "mood");
  const std::vector<std::string> sentences(argv + 4, argv + argc);
  const auto labels = model.classify(sentences, {"mood", {}});
  for (size_t i = 0; i < labels.size(); i++) std::printf("%s %.3f  %s\n", labels[i].name.c_str(), labels[i].scores.at(labels[i].name), sentences[i].c_str());
  model.unload();
} catch (const Error& error) {
  return std::fprintf(stderr, "%s: %s\n", error.reason().c_str(), error.what()), 1;
}
