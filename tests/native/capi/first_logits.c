/* From exec to the first logits: what a program that links the library does. */
#include "check.h"

int main(void) {
    bridge_engine* engine;
    bridge_model* model;
    bridge_adapter* adapter;
    bridge_setup* setup;
    bridge_outputs* outputs;
    bridge_tensor* logits;
    const char* heads[] = {"a"};
    const char* texts[] = {"The weather is lovely.", "What a dreadful day."};
    OK(bridge_runtime_load(error));
    OK(bridge_engine_create(NULL, &engine, error));
    OK(bridge_model_load(engine, model_folder(), NULL, &model, error));
    CHECK(strcmp(bridge_model_architecture(model), "bert") == 0 && bridge_model_hidden_size(model) == 384 && bridge_model_layer_count(model) == 6);
    OK(bridge_adapter_create(model, "a", "lora[r=8]", 1, &adapter, error));
    CHECK(strcmp(bridge_adapter_name(adapter), "a") == 0 && bridge_adapter_parameter_count(adapter) == 73728);
    OK(bridge_head_create(model, "a", "{\"classification\": {\"labels\": [\"no\", \"yes\"]}}", 2, error));
    OK(bridge_setup_create("Stack(a)", heads, 1, &setup, error));
    OK(bridge_forward_texts(model, setup, texts, NULL, 2, NULL, NULL, &outputs, error));
    OK(bridge_outputs_get(outputs, "logits", &logits, error));
    CHECK(bridge_tensor_rank(logits) == 2 && bridge_tensor_shape(logits)[0] == 2 && bridge_tensor_shape(logits)[1] == 2 && bridge_tensor_data_type(logits) == BRIDGE_FLOAT32);
    const float* values = bridge_tensor_data(logits);
    printf("%f %f %f %f\n", values[0], values[1], values[2], values[3]);
    fflush(stdout); /* the clock of tests/benchmarks/Boundary/start.sh stops here */
    CHECK(values[0] == values[0] && values[0] != values[2]);
    bridge_outputs_destroy(outputs);
    CHECK(bridge_tensor_byte_size(logits) == 16 && ((const float*)bridge_tensor_data(logits))[0] == values[0]);
    bridge_tensor_destroy(logits);
    bridge_setup_destroy(setup);
    bridge_adapter_destroy(adapter);
    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    CHECK(bridge_live_handles() == 0);
    return 0;
}
