/* Memory that runs out in libtorch and in the library's own heap (the process may write to only so much), and a callback that does all it should not: errors, and the host goes on. */
#include "check.h"

#include <stdatomic.h>
#include <sys/resource.h>

enum { ROWS = 128, TOKENS = 512 };

static bridge_engine* engine;
static bridge_model* model;
static _Atomic int calls;

static bridge_status forward(int64_t rows, int64_t tokens, bridge_error** error) {
    int64_t shape[2] = {rows, tokens};
    int64_t* numbers = malloc(sizeof(int64_t) * (size_t)(rows * tokens));
    for (int64_t i = 0; i < rows * tokens; i++) numbers[i] = 1000 + i % 1000;
    const char* names[] = {"input_ids"};
    bridge_tensor* ids;
    bridge_outputs* outputs;
    OK(bridge_tensor_from_memory(BRIDGE_INT64, shape, 2, numbers, NULL, NULL, &ids, error));
    const bridge_tensor* tensors[] = {ids};
    bridge_status status = bridge_forward(model, NULL, names, tensors, 1, NULL, NULL, &outputs, error);
    CHECK((outputs != NULL) == (status == BRIDGE_OK));
    bridge_outputs_destroy(outputs);
    bridge_tensor_destroy(ids);
    free(numbers);
    return status;
}

/* Lets the process have so much more memory that can be written. */
static void limit(rlim_t more) {
    static struct rlimit all;
    if (more == 0) {
        CHECK(setrlimit(RLIMIT_DATA, &all) == 0);
        return;
    }
    unsigned long pages = 0;
    FILE* file = fopen("/proc/self/statm", "r");
    CHECK(file != NULL && fscanf(file, "%*u %*u %*u %*u %*u %lu", &pages) == 1);
    fclose(file);
    CHECK(getrlimit(RLIMIT_DATA, &all) == 0);
    struct rlimit little = {(rlim_t)pages * 4096 + more, all.rlim_max};
    CHECK(setrlimit(RLIMIT_DATA, &little) == 0);
}

static void memory_of_libtorch(void) {
    OK(forward(1, 4, error));
    limit((rlim_t)96 << 20);
    for (int i = 0; i < 5; i++) FAILS(forward(ROWS, TOKENS, error), BRIDGE_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY");
    limit(0);
    OK(forward(1, 4, error));
}

static void memory_of_the_library(void) {
    int64_t size = (int64_t)1 << 30;
    uint8_t* request = calloc(1, (size_t)size);
    bridge_buffer answer;
    limit((rlim_t)96 << 20);
    for (int i = 0; i < 5; i++) FAILS(bridge_invoke(engine, "bridge.v1.ModelService/ListModels", request, size, NULL, &answer, error), BRIDGE_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY");
    limit(0);
    CHECK(answer.data == NULL);
    free(request);
    OK(bridge_invoke(engine, "bridge.v1.ModelService/ListModels", NULL, 0, NULL, &answer, error));
    bridge_buffer_release(&answer);
}

/* Destroys what it was lent, twice, goes on using it, calls what is not for it, and answers what is no answer. */
static int32_t on_event(const bridge_event* event, void* user_data) {
    bridge_event* none;
    bridge_step step = {.struct_size = sizeof step};
    calls++;
    bridge_event_destroy((bridge_event*)event);
    bridge_event_destroy((bridge_event*)event);
    CHECK(bridge_event_sequence(event) == 0);
    FAILS(bridge_event_step(event, &step, error), BRIDGE_INVALID_ARGUMENT, "HANDLE_INVALID");
    FAILS(bridge_job_next_event((bridge_job*)event, 0, &none, error), BRIDGE_INVALID_ARGUMENT, "HANDLE_INVALID");
    CHECK(bridge_job_on_event(user_data, on_event, NULL, NULL) != BRIDGE_OK);
    return -77;
}

static void callback_that_fails(void) {
    char data[4096];
    bridge_adapter* adapter;
    bridge_job* job;
    int32_t state;
    snprintf(data, sizeof data, "%s/data/vader-sentiment/dev.jsonl", getenv("BRIDGE_ROOT"));
    OK(bridge_adapter_create(model, "a", "lora", 1, &adapter, error));
    OK(bridge_head_create(model, "a", "{\"classification\": {\"labels\": [\"negative\", \"positive\"]}}", 1, error));
    OK(bridge_dataset_load(engine, "rows", data, "{\"labelIds\": {\"negative\": 0, \"positive\": 1}}", error));
    OK(bridge_training_start(model, "{\"spec\": {\"adapters\": [\"a\"], \"heads\": [\"a\"], \"dataset\": \"datasets/rows\", \"options\": {\"maxSteps\": \"3\", \"batchSize\": 4}}}", &job, error));
    OK(bridge_job_on_event(job, on_event, job, error));
    OK(bridge_job_wait(job, 60000, &state, error));
    CHECK(state == BRIDGE_JOB_SUCCEEDED);
    bridge_job_destroy(job);
    CHECK(calls >= 1);
    bridge_adapter_destroy(adapter);
}

int main(void) {
    OK(bridge_engine_create(NULL, &engine, error));
    OK(bridge_model_load(engine, model_folder(), "m", &model, error));
    memory_of_libtorch();
    memory_of_the_library();
    callback_that_fails();
    printf("%d callbacks\n", calls);
    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    CHECK(bridge_live_handles() == 0);
    return 0;
}
