/* Train, watch, save, load in another engine: the same logits. Tensors as inputs. A callback that stops. A job that is cancelled. */
#include "check.h"

#include <math.h>
#include <stdatomic.h>
#include <unistd.h>

static _Atomic int calls;

static int32_t on_event(const bridge_event* event, void* user_data) {
    CHECK(user_data == &calls && bridge_event_sequence(event) > 0);
    return ++calls >= 2 ? BRIDGE_STOP : BRIDGE_CONTINUE;
}

static void logits_of(bridge_model* model, const char* adapter, float* place) {
    bridge_setup* setup;
    bridge_outputs* outputs;
    bridge_tensor *logits, *ids, *mask;
    int64_t shape[2] = {2, 4}, numbers[8] = {101, 2307, 2154, 102, 101, 6659, 102, 0}, ones[8] = {1, 1, 1, 1, 1, 1, 1, 0};
    const char* names[] = {"input_ids", "attention_mask"};
    OK(bridge_tensor_from_memory(BRIDGE_INT64, shape, 2, numbers, NULL, NULL, &ids, error));
    OK(bridge_tensor_create(BRIDGE_INT64, shape, 2, ones, &mask, error));
    const bridge_tensor* tensors[] = {ids, mask};
    OK(bridge_setup_create(adapter, &adapter, 1, &setup, error));
    OK(bridge_forward(model, setup, names, tensors, 2, NULL, NULL, &outputs, error));
    OK(bridge_outputs_get(outputs, "logits", &logits, error));
    bridge_tensor* none;
    FAILS(bridge_outputs_get(outputs, "pixels", &none, error), BRIDGE_NOT_FOUND, "ARGUMENT_INVALID");
    memcpy(place, bridge_tensor_data(logits), 4 * sizeof(float));
    names[1] = "input_ids";
    bridge_outputs* twice;
    FAILS(bridge_forward(model, setup, names, tensors, 2, NULL, NULL, &twice, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    bridge_tensor_destroy(logits);
    bridge_tensor_destroy(ids);
    bridge_tensor_destroy(mask);
    bridge_outputs_destroy(outputs);
    bridge_setup_destroy(setup);
}

int main(void) {
    char data[4096], folder[] = "/tmp/bridge-capi-XXXXXX", saved[64];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(saved, sizeof saved, "%s/mood", folder);
    snprintf(data, sizeof data, "%s/data/vader-sentiment/train.jsonl", getenv("BRIDGE_ROOT"));
    bridge_engine *engine, *fresh;
    bridge_model *model, *other;
    bridge_adapter *adapter, *loaded;
    bridge_job *job, *second;
    OK(bridge_engine_create(NULL, &engine, error));
    OK(bridge_model_load(engine, model_folder(), "m", &model, error));
    OK(bridge_adapter_create(model, "mood", "lora[r=8]", 7, &adapter, error));
    OK(bridge_head_create(model, "mood", "{\"classification\": {\"labels\": [\"negative\", \"positive\"]}}", 7, error));
    FAILS(bridge_head_create(model, "mood", "{\"classification\": {}}", 7, error), BRIDGE_ALREADY_EXISTS, "HEAD_NAME_TAKEN");
    FAILS(bridge_head_create(model, "other", "{\"classification\": ", 7, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    FAILS(bridge_head_create(model, "other", "{\"nothing\": 1}", 7, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    OK(bridge_dataset_load(engine, "train", data, "{\"labelIds\": {\"negative\": 0, \"positive\": 1}}", error));
    FAILS(bridge_dataset_load(engine, "none", "/nonexistent.jsonl", NULL, error), BRIDGE_NOT_FOUND, "FILE_NOT_FOUND");

    float before[4], after[4], again[4];
    logits_of(model, "mood", before);
    const char* options = "{\"spec\": {\"adapters\": [\"mood\"], \"heads\": [\"mood\"], \"dataset\": \"datasets/train\", \"options\": {\"maxSteps\": \"6\", \"batchSize\": 16, \"learningRate\": 1e-3}}}";
    FAILS(bridge_training_start(model, "{\"spec\": {\"adapters\": [\"none\"], \"dataset\": \"datasets/train\"}}", &job, error), BRIDGE_NOT_FOUND, "ADAPTER_NOT_FOUND");
    OK(bridge_training_start(model, options, &job, error));
    OK(bridge_job_open(model, bridge_job_id(job), 0, &second, error));
    OK(bridge_job_on_event(second, on_event, &calls, error));
    FAILS(bridge_job_on_event(second, on_event, &calls, error), BRIDGE_FAILED_PRECONDITION, "ARGUMENT_INVALID");

    int steps = 0, last = 0;
    int64_t sequence = 0;
    for (;;) {
        bridge_event* event;
        OK(bridge_job_next_event(job, 60000, &event, error));
        if (event == NULL) break;
        CHECK(bridge_event_sequence(event) > sequence);
        sequence = bridge_event_sequence(event);
        bridge_step step = {.struct_size = sizeof step};
        if (bridge_event_kind(event) == BRIDGE_EVENT_STEP) {
            OK(bridge_event_step(event, &step, error));
            CHECK(step.total_steps == 6 && isfinite(step.loss) && step.loss > 0 && step.learning_rate >= 0 && step.struct_size == sizeof step);
            steps++;
        } else {
            FAILS(bridge_event_step(event, &step, error), BRIDGE_FAILED_PRECONDITION, "ARGUMENT_INVALID");
        }
        if (bridge_event_kind(event) == BRIDGE_EVENT_STATE) last = bridge_event_state(event);
        bridge_buffer json;
        OK(bridge_event_json(event, &json, error));
        CHECK(json.data[0] == '{' && strstr((const char*)json.data, "\"sequence\"") != NULL);
        bridge_buffer_release(&json);
        bridge_event_destroy(event);
    }
    int32_t state = 0;
    OK(bridge_job_wait(job, 0, &state, error));
    CHECK(last == BRIDGE_JOB_SUCCEEDED && state == BRIDGE_JOB_SUCCEEDED && steps >= 1);
    bridge_buffer result;
    OK(bridge_job_result(job, &result, error));
    CHECK(strstr((const char*)result.data, "finalLoss") != NULL);
    bridge_buffer_release(&result);
    bridge_job_destroy(second);
    CHECK(calls == 2);
    FAILS(bridge_job_cancel(job, error), BRIDGE_FAILED_PRECONDITION, "JOB_NOT_RUNNING");
    bridge_job_destroy(job);

    logits_of(model, "mood", after);
    CHECK(after[0] != before[0]);
    OK(bridge_adapter_save(adapter, saved, "mood", error));

    /* Merged and reset: the base answers as before, bit for bit. */
    OK(bridge_adapter_merge(adapter, error));
    OK(bridge_model_reset_merged(model, error));
    logits_of(model, "mood", again);
    CHECK(memcmp(after, again, sizeof after) == 0);

    /* A job that is told to end. */
    OK(bridge_training_start(model, "{\"spec\": {\"adapters\": [\"mood\"], \"heads\": [\"mood\"], \"dataset\": \"datasets/train\", \"options\": {\"epochs\": 50}}}", &job, error));
    FAILS(bridge_job_wait(job, 1, &state, error), BRIDGE_DEADLINE_EXCEEDED, "UNSPECIFIED");
    OK(bridge_job_cancel(job, error));
    OK(bridge_job_wait(job, 60000, &state, error));
    CHECK(state == BRIDGE_JOB_CANCELLED);
    bridge_job_destroy(job);

    OK(bridge_engine_create(NULL, &fresh, error));
    OK(bridge_model_load(fresh, model_folder(), "m", &other, error));
    OK(bridge_adapter_load(other, saved, NULL, &loaded, error));
    logits_of(other, "mood", again);
    CHECK(memcmp(after, again, sizeof after) == 0);

    const char* texts[] = {"A wonderful, wonderful day.", "Terrible. I hate it."};
    bridge_setup* setup;
    bridge_classification* found;
    OK(bridge_setup_create("mood", NULL, 0, &setup, error));
    OK(bridge_classify(other, setup, texts, NULL, 2, 0, NULL, &found, error));
    CHECK(bridge_classification_count(found) == 2 && bridge_classification_label_count(found) == 2 && strcmp(bridge_classification_label(found, 1), "positive") == 0);
    CHECK(fabs(bridge_classification_score(found, 0, 0) + bridge_classification_score(found, 0, 1) - 1) < 1e-5);
    CHECK(isnan(bridge_classification_score(found, 2, 0)) && bridge_classification_best(found, 9) == -1 && bridge_classification_label(found, -1) == NULL);
    bridge_classification_destroy(found);
    bridge_setup_destroy(setup);

    OK(bridge_adapter_delete(loaded, error));
    FAILS(bridge_adapter_open(other, "mood", &loaded, error), BRIDGE_NOT_FOUND, "ADAPTER_NOT_FOUND");
    OK(bridge_model_unload(other, error));
    bridge_engine_destroy(fresh);
    bridge_engine_destroy(engine);
    snprintf(data, sizeof data, "rm -rf %s", folder);
    return system(data);
}
