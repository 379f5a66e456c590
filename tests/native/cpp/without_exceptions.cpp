// The try_ form alone, compiled with -fno-exceptions.
#include <adapterbridge/bridge.hpp>

#include "check.hpp"

using namespace adapterbridge;

int main() {
    auto engine = Engine::try_create();
    CHECK(engine);
    auto missing = engine->try_load("/nonexistent");
    CHECK(!missing && missing.error().code() == BRIDGE_NOT_FOUND && missing.error().reason() == "FILE_NOT_FOUND" && missing.error().detail("path") == "/nonexistent");
    auto model = engine->try_load(model_folder(), "m");
    CHECK(model);
    auto outputs = model->try_forward_texts({"no exceptions"}, Setup::base());
    CHECK(outputs && outputs->names().size() == 2);
    auto data = outputs->try_at("last_hidden_state");
    CHECK(data && data->try_data<float>());
    return 0;
}
