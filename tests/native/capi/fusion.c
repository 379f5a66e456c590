/* A fusion of LoRA and ReFT: made, trained, saved and loaded through bridge_invoke; its adapters and the base stay as they are. */
#include "check.h"
#include "message.h"

#include <unistd.h>

enum { TOKENS = 4, HIDDEN = 384, VALUES = TOKENS * HIDDEN };

static bridge_engine* engine;
static bridge_model* model;

static void states(const char* composition, float* values) {
    static const int64_t ids[TOKENS] = {101, 2307, 2154, 102}, shape[] = {1, TOKENS};
    const char* name = "input_ids";
    bridge_setup* setup = NULL;
    bridge_outputs* outputs;
    bridge_tensor *input, *tensor;
    OK(bridge_tensor_create(BRIDGE_INT64, shape, 2, ids, &input, error));
    const bridge_tensor* tensors[] = {input};
    if (composition) OK(bridge_setup_create(composition, NULL, 0, &setup, error));
    OK(bridge_forward(model, setup, &name, tensors, 1, NULL, NULL, &outputs, error));
    OK(bridge_outputs_get(outputs, "last_hidden_state", &tensor, error));
    CHECK(bridge_tensor_byte_size(tensor) == VALUES * (int64_t)sizeof(float));
    memcpy(values, bridge_tensor_data(tensor), VALUES * sizeof(float));
    bridge_tensor_destroy(tensor);
    bridge_outputs_destroy(outputs);
    bridge_tensor_destroy(input);
    bridge_setup_destroy(setup);
}

static float distance(const float* a, const float* b) {
    float largest = 0;
    for (int i = 0; i < VALUES; i++) {
        float difference = a[i] > b[i] ? a[i] - b[i] : b[i] - a[i];
        if (difference > largest) largest = difference;
    }
    return largest;
}

static void call(const char* method, const uint8_t* request, int64_t size) {
    bridge_buffer answer;
    OK(bridge_invoke(engine, method, request, size, NULL, &answer, error));
    bridge_buffer_release(&answer);
}

static void adapter(const char* name, const char* config, uint64_t seed) {
    bridge_adapter* made;
    OK(bridge_adapter_create(model, name, config, seed, &made, error));
    bridge_adapter_destroy(made);
}

static void fuse(const char* name, const char* one, const char* other) {
    uint8_t request[256];
    int64_t size = text_field(request, 1, "models/m");
    size += text_field(request + size, 2, name);
    size += text_field(request + size, 3, one);
    size += text_field(request + size, 3, other);
    size += number_field(request + size, 5, 7);
    call("bridge.v1.FusionService/CreateFusion", request, size);
}

int main(void) {
    static float base[VALUES], alone[VALUES], twice[VALUES], before[VALUES], after[VALUES], again[VALUES];
    char data[4096], folder[] = "/tmp/bridge-fusion-XXXXXX";
    uint8_t request[256];
    bridge_buffer answer;
    bridge_job* job;
    int32_t state;
    CHECK(mkdtemp(folder) != NULL);
    snprintf(data, sizeof data, "%s/data/vader-sentiment/dev.jsonl", getenv("BRIDGE_ROOT"));
    OK(bridge_engine_create(NULL, &engine, error));
    OK(bridge_model_load(engine, model_folder(), "m", &model, error));
    adapter("a", "lora[r=4,init_weights='bert']", 1);
    adapter("b", "loreft[r=4]", 2);
    adapter("p", "prefix_tuning[prefix_length=2]", 3);

    /* An adapter with itself is that adapter, nearly: the value matrix starts beside the identity. */
    fuse("self", "a", "a");
    states(NULL, base);
    states("a", alone);
    states("Fuse(a, a, name='self')", twice);
    CHECK(distance(base, alone) > 1e-3f && distance(alone, twice) < 1e-4f);

    fuse("f", "a", "b");
    states("Fuse(a, b, name='f')", before);
    CHECK(distance(before, alone) > 1e-4f);
    int64_t size = text_field(request, 1, "models/m");
    size += text_field(request + size, 3, "p");
    FAILS(bridge_invoke(engine, "bridge.v1.FusionService/CreateFusion", request, size, NULL, &answer, error), BRIDGE_FAILED_PRECONDITION, "SLOT_NOT_SUPPORTED");

    OK(bridge_head_create(model, "mood", "{\"classification\": {\"labels\": [\"negative\", \"positive\"]}}", 4, error));
    OK(bridge_dataset_load(engine, "rows", data, "{\"labelIds\": {\"negative\": 0, \"positive\": 1}}", error));
    OK(bridge_training_start(model, "{\"spec\": {\"fusions\": [\"f\"], \"heads\": [\"mood\"], \"dataset\": \"datasets/rows\", \"options\": {\"maxSteps\": \"3\", \"batchSize\": 8, \"learningRate\": 0.001}}}", &job, error));
    OK(bridge_job_wait(job, -1, &state, error));
    bridge_job_destroy(job);
    states("Fuse(a, b, name='f')", after);
    CHECK(distance(before, after) > 1e-4f);
    states("a", again);
    CHECK(memcmp(alone, again, sizeof alone) == 0);
    states(NULL, again);
    CHECK(memcmp(base, again, sizeof base) == 0);

    size = text_field(request, 1, "models/m/fusions/f");
    size += text_field(request + size, 2, folder);
    call("bridge.v1.FusionService/SaveFusion", request, size);
    call("bridge.v1.FusionService/DeleteFusion", request, text_field(request, 1, "models/m/fusions/f"));
    size = text_field(request, 1, "models/m");
    size += text_field(request + size, 3, folder);
    call("bridge.v1.FusionService/LoadFusion", request, size);
    states("Fuse(a, b, name='f')", again);
    CHECK(memcmp(after, again, sizeof after) == 0);

    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    CHECK(bridge_live_handles() == 0);
    snprintf(data, sizeof data, "rm -r %s", folder);
    CHECK(system(data) == 0);
    return 0;
}
