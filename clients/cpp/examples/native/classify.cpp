// Loads an adapter and the head beside it, and labels sentences.
//   classify MODEL_FOLDER ADAPTER_FOLDER SENTENCE...
#include <adapterbridge/bridge.hpp>

#include <cstdio>

using namespace adapterbridge;

int main(int argc, char** argv) try {
    if (argc < 4) return std::fprintf(stderr, "usage: classify MODEL_FOLDER ADAPTER_FOLDER SENTENCE...\n"), 2;
    const std::vector<std::string> sentences(argv + 3, argv + argc);
    const auto engine = Engine::create();
    const auto model = engine.load(argv[1]);
    const auto adapter = model.load_adapter(argv[2]);
    const auto found = model.classify(sentences, Setup::parse(adapter.name()));
    for (int64_t row = 0; row < found.size(); row++)
        std::printf("%s %.3f  %s\n", found.label(found.best(row)).c_str(), found.score(row, found.best(row)), sentences[static_cast<size_t>(row)].c_str());
} catch (const Error& error) {
    return std::fprintf(stderr, "%s: %s\n", error.reason().c_str(), error.what()), 1;
}
