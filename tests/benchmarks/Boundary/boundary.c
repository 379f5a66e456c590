/* ./bridge bench boundary: what a call across the C border costs, and what starting costs. Median of rounds, in nanoseconds a call. With "check" only what has a promised
 * limit is measured, and its fastest round must keep it. */
#define _POSIX_C_SOURCE 200809L
#include <adapterbridge/bridge.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 21, CALLS = 200000 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int by_value(const void* a, const void* b) {
    double x = *(const double*)a, y = *(const double*)b;
    return (x > y) - (x < y);
}

static void check(bridge_status status, bridge_error* error) {
    if (status == BRIDGE_OK) return;
    fprintf(stderr, "%s\n", error ? bridge_error_message(error) : bridge_status_name(status));
    exit(1);
}

static double fastest;

#define MEASURE(name, calls, expression)                                                         \
    do {                                                                                         \
        double times[ROUNDS];                                                                    \
        for (int round = 0; round < ROUNDS; round++) {                                           \
            double start = now();                                                                \
            for (int i = 0; i < (calls); i++) { expression; }                                    \
            times[round] = (now() - start) / (calls);                                            \
        }                                                                                        \
        qsort(times, ROUNDS, sizeof *times, by_value);                                           \
        fastest = times[0];                                                                      \
        printf("%-34s %10.1f ns  (%.1f to %.1f)\n", name, times[ROUNDS / 2], times[0], times[ROUNDS - 1]); \
    } while (0)

static void limit(double nanoseconds) {
    if (fastest < nanoseconds) return;
    fprintf(stderr, "%.1f ns: %.0f are promised\n", fastest, nanoseconds);
    exit(1);
}

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    double start = now();
    bridge_error* error = NULL;
    bridge_engine* engine;
    bridge_model* model;
    bridge_tensor *tensor, *ids;
    bridge_setup* setup;
    bridge_adapter* adapter;
    bridge_outputs* outputs;
    bridge_buffer answer;
    check(bridge_runtime_load(&error), error);
    double loaded = now();
    check(bridge_engine_create(NULL, &engine, &error), error);
    check(bridge_model_load(engine, argv[1], "m", &model, &error), error);
    check(bridge_adapter_create(model, "a", "lora", 1, &adapter, &error), error);
    check(bridge_setup_create("a", NULL, 0, &setup, &error), error);
    double made = now();
    int64_t shape[2] = {1, 4}, numbers[4] = {101, 2307, 2154, 102}, size, sum = 0;
    const char* names[] = {"input_ids"};
    check(bridge_tensor_create(BRIDGE_INT64, shape, 2, numbers, &ids, &error), error);
    const bridge_tensor* tensors[] = {ids};
    check(bridge_forward(model, setup, names, tensors, 1, NULL, NULL, &outputs, &error), error);
    double first = now();
    bridge_outputs_destroy(outputs);
    printf("runtime %.1f ms, model and adapter %.1f ms, first forward %.1f ms\n", (loaded - start) / 1e6, (made - loaded) / 1e6, (first - made) / 1e6);

    MEASURE("getter (tensor_rank)", CALLS, sum += bridge_tensor_rank(ids));
    limit(100);
    MEASURE("getter (model_hidden_size)", CALLS, sum += bridge_model_hidden_size(model));
    limit(100);
    MEASURE("call with arguments (tensor_size)", CALLS, check(bridge_tensor_size(ids, 1, &size, &error), error); sum += size);
    limit(1000);
    if (argc > 2) return sum == 42;
    MEASURE("error and its message", CALLS / 20, bridge_tensor_size(ids, 9, &size, &error); sum += bridge_error_message(error)[0]; bridge_error_destroy(error); error = NULL);
    MEASURE("tensor_create, destroy", CALLS / 20, check(bridge_tensor_create(BRIDGE_INT64, shape, 2, numbers, &tensor, &error), error); bridge_tensor_destroy(tensor));
    MEASURE("invoke ListModels", CALLS / 100, check(bridge_invoke(engine, "bridge.v1.ModelService/ListModels", NULL, 0, NULL, &answer, &error), error); bridge_buffer_release(&answer));
    MEASURE("forward, 1 x 4 tokens", 200, check(bridge_forward(model, setup, names, tensors, 1, NULL, NULL, &outputs, &error), error); bridge_outputs_destroy(outputs));

    bridge_tensor_destroy(ids);
    bridge_setup_destroy(setup);
    bridge_adapter_destroy(adapter);
    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    return sum == 42;
}
