/* 100,000 operations on right, stale, twice destroyed, forged and wrong-typed handles from 8 threads: errors, never a crash, and nothing is left. */
#include "check.h"

#include <pthread.h>

enum { THREADS = 8, OPERATIONS = 12500, SHARED = 64 };

static bridge_engine* engine;
static void* _Atomic shared[SHARED];

static uint32_t next(uint32_t* state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void* any(uint32_t* random) {
    void* handle = shared[next(random) % SHARED];
    switch (next(random) % 16) {
        case 0: return NULL;
        case 1: return (void*)(uintptr_t)next(random);
        case 2: return (void*)((uintptr_t)handle ^ ((uintptr_t)1 << (next(random) % 63)));
        default: return handle;
    }
}

/* What a getter gives is NULL, or text: a handle may have been destroyed by another thread meanwhile, so it is not read. */
static void operation(uint32_t* random) {
    bridge_error* error = NULL;
    int64_t shape[2] = {2, 3};
    int64_t size;
    void* made = NULL;
    void* handle = any(random);
    bridge_buffer buffer;
    int32_t has;
    switch (next(random) % 25) {
        case 0: bridge_tensor_create(BRIDGE_FLOAT32, shape, 2, NULL, (bridge_tensor**)&made, &error); break;
        case 1: bridge_setup_create("Stack(a, Parallel(b, c))", NULL, 0, (bridge_setup**)&made, &error); break;
        case 2: bridge_setup_create("Stack(a, ", NULL, 0, (bridge_setup**)&made, &error); break;
        case 3: bridge_cancel_token_create((bridge_cancel_token**)&made, &error); break;
        case 4: bridge_stream_open(engine, "bridge.v1.InferenceService/StreamClassify", (bridge_stream**)&made, &error); break;
        case 5: bridge_model_open(handle, "none", (bridge_model**)&made, &error); break;
        case 6: bridge_tensor_destroy(handle); break;
        case 7: bridge_setup_destroy(handle); break;
        case 8: bridge_cancel_token_destroy(handle); break;
        case 9: bridge_stream_destroy(handle); break;
        case 10: bridge_error_destroy(handle); break;
        case 11: bridge_tensor_size(handle, (int32_t)(next(random) % 4) - 1, &size, &error); break;
        case 12: bridge_cancel_token_cancel(handle, &error); break;
        case 13: (void)bridge_setup_text(handle); break;
        case 14: (void)bridge_tensor_rank(handle); break;
        case 15: (void)bridge_error_reason(handle); break;
        case 16: bridge_invoke(engine, "bridge.v1.ModelService/ListModels", NULL, 0, NULL, &buffer, &error); bridge_buffer_release(&buffer); break;
        case 17: bridge_stream_read(handle, 0, &buffer, &has, &error); bridge_buffer_release(&buffer); break;
        case 18: bridge_job_wait(handle, 0, &has, &error); break;
        case 19: bridge_adapter_save(handle, "/nonexistent/x", NULL, &error); break;
        case 20: bridge_outputs_get(handle, "logits", (bridge_tensor**)&made, &error); break;
        case 21: bridge_forward(handle, handle, NULL, NULL, 0, NULL, NULL, (bridge_outputs**)&made, &error); break;
        case 22: bridge_job_on_event(handle, NULL, NULL, &error); break;
        case 23: bridge_setup_with_embedding(handle, "e", (bridge_setup**)&made, &error); break;
        default: (void)bridge_classification_score(handle, 0, 0); break;
    }
    /* Errors go into the pool too: they are handles like others. */
    if (made == NULL) made = error;
    else bridge_error_destroy(error);
    if (made == NULL) return;
    void* old = __atomic_exchange_n((void**)&shared[next(random) % SHARED], made, __ATOMIC_ACQ_REL);
    bridge_tensor_destroy(old);
    bridge_setup_destroy(old);
    bridge_cancel_token_destroy(old);
    bridge_stream_destroy(old);
    bridge_error_destroy(old);
}

static void* worker(void* seed) {
    uint32_t random = (uint32_t)(uintptr_t)seed;
    for (int i = 0; i < OPERATIONS; i++) operation(&random);
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    OK(bridge_engine_create(NULL, &engine, error));
    for (uintptr_t i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, worker, (void*)(i * 7919 + 1)) == 0);
    for (int i = 0; i < THREADS; i++) CHECK(pthread_join(threads[i], NULL) == 0);
    for (int i = 0; i < SHARED; i++) {
        void* old = shared[i];
        bridge_tensor_destroy(old);
        bridge_setup_destroy(old);
        bridge_cancel_token_destroy(old);
        bridge_stream_destroy(old);
        bridge_error_destroy(old);
    }
    bridge_engine_destroy(engine);
    CHECK(bridge_live_handles() == 0);
    FAILS(bridge_runtime_load(error) == BRIDGE_OK ? bridge_cancel_token_cancel(NULL, error) : BRIDGE_OK, BRIDGE_INVALID_ARGUMENT, "HANDLE_INVALID");
    return 0;
}
