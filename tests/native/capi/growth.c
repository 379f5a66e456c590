/* A program built for an older version knows shorter structs; one built for a newer version knows longer ones. Both work. */
#include "check.h"

#include <math.h>

int main(void) {
    bridge_engine* engine;
    struct {
        uint32_t struct_size;
        int32_t intra_op_threads;
    } older = {8, 1};
    OK(bridge_engine_create((const bridge_engine_options*)&older, &engine, error));
    bridge_engine_destroy(engine);

    struct {
        bridge_engine_options known;
        int64_t unknown[4];
    } newer;
    memset(&newer, 0, sizeof newer);
    bridge_engine_options_init(&newer.known);
    CHECK(newer.known.struct_size == sizeof(bridge_engine_options));
    newer.known.struct_size = sizeof newer;
    OK(bridge_engine_create(&newer.known, &engine, error));

    older.struct_size = 3;
    bridge_engine* none;
    FAILS(bridge_engine_create((const bridge_engine_options*)&older, &none, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    newer.known.inference_threads = -4;
    FAILS(bridge_engine_create(&newer.known, &none, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");

    bridge_model* model;
    bridge_outputs* outputs;
    const char* texts[] = {"one"};
    OK(bridge_model_load(engine, model_folder(), "m", &model, error));
    struct {
        uint32_t struct_size;
        int32_t without_head;
    } forward = {8, 1};
    OK(bridge_forward_texts(model, NULL, texts, NULL, 1, (const bridge_forward_options*)&forward, NULL, &outputs, error));
    CHECK(bridge_outputs_count(outputs) == 2);
    bridge_outputs_destroy(outputs);

    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    return 0;
}
