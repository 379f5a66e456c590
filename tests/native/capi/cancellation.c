/* 10,000 calls cancelled at random points by another thread: each ends with an answer or with CANCELLED, and the engine goes on. */
#include "check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { CALLS = 10000, CALLERS = 4 };

static bridge_model* model;
static _Atomic int answered, cancelled, done;
static _Atomic(bridge_cancel_token*) tokens[CALLERS];

static void* canceller(void* unused) {
    (void)unused;
    uint32_t random = 17;
    while (!done) {
        random = random * 1664525u + 1013904223u;
        bridge_cancel_token_cancel(tokens[random >> 16 & (CALLERS - 1)], NULL);
        usleep(random >> 20 & 2047);
    }
    return NULL;
}

static void* caller(void* index) {
    int64_t shape[2] = {1, 4}, numbers[4] = {101, 2307, 2154, 102};
    const char* names[] = {"input_ids"};
    bridge_tensor* ids;
    OK(bridge_tensor_create(BRIDGE_INT64, shape, 2, numbers, &ids, error));
    const bridge_tensor* tensors[] = {ids};
    for (int i = 0; i < CALLS / CALLERS; i++) {
        bridge_cancel_token* token;
        bridge_outputs* outputs;
        OK(bridge_cancel_token_create(&token, error));
        tokens[(intptr_t)index] = token;
        bridge_status status = bridge_forward(model, NULL, names, tensors, 1, NULL, token, &outputs, NULL);
        if (status == BRIDGE_OK) answered++;
        else if (status == BRIDGE_CANCELLED) cancelled++;
        CHECK(status == BRIDGE_OK ? outputs != NULL : status == BRIDGE_CANCELLED && outputs == NULL);
        bridge_outputs_destroy(outputs);
        bridge_cancel_token_destroy(token);
    }
    bridge_tensor_destroy(ids);
    return NULL;
}

int main(void) {
    bridge_engine* engine;
    pthread_t threads[CALLERS], one;
    OK(bridge_engine_create(NULL, &engine, error));
    OK(bridge_model_load(engine, model_folder(), "m", &model, error));
    CHECK(pthread_create(&one, NULL, canceller, NULL) == 0);
    for (intptr_t i = 0; i < CALLERS; i++) CHECK(pthread_create(&threads[i], NULL, caller, (void*)i) == 0);
    for (int i = 0; i < CALLERS; i++) CHECK(pthread_join(threads[i], NULL) == 0);
    done = 1;
    CHECK(pthread_join(one, NULL) == 0);
    printf("%d answered, %d cancelled\n", answered, cancelled);
    CHECK(answered + cancelled == CALLS && cancelled > 100 && answered > 0);
    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    CHECK(bridge_live_handles() == 0);
    return 0;
}
