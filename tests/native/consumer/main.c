#include <adapterbridge/bridge.h>

#include <stdio.h>

int main(int argc, char** argv) {
    bridge_error* error = NULL;
    bridge_engine* engine = NULL;
    bridge_model* model = NULL;
    if (argc != 2) return 2;
    if (bridge_engine_create(NULL, &engine, &error) || bridge_model_load(engine, argv[1], "m", &model, &error)) {
        fprintf(stderr, "%s: %s\n", bridge_error_reason(error), bridge_error_message(error));
        bridge_error_destroy(error);
        return 1;
    }
    printf("%s %lld\n", bridge_model_architecture(model), (long long)bridge_model_parameter_count(model));
    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    return 0;
}
