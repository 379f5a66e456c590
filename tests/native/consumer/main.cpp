#include <adapterbridge/bridge.hpp>

#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    try {
        const auto engine = adapterbridge::Engine::create();
        const auto model = engine.load(argv[1]);
        const auto adapter = model.create_adapter("a", "lora[r=8]");
        const auto outputs = model.forward_texts({"Somebody else's program."}, adapterbridge::Setup::parse("a"));
        std::printf("%lld %zu\n", static_cast<long long>(adapter.parameter_count()), outputs["last_hidden_state"].data<float>().size());
    } catch (const adapterbridge::Error& error) {
        std::fprintf(stderr, "%s: %s\n", error.reason().c_str(), error.what());
        return 1;
    }
}
