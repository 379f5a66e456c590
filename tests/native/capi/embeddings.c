/* Setups that name token embeddings: what they give is what bridge_invoke gives. Messages are written by hand here. */
#include "check.h"
#include "message.h"

enum { TOKENS = 4, VOCABULARY = 30522, HIDDEN = 384, VALUES = TOKENS * HIDDEN };

static const int64_t ids[TOKENS] = {101, 2307, 2154, 102};
static bridge_engine* engine;
static bridge_model* model;

static int contains(bridge_buffer buffer, const void* part, int64_t length) {
    for (int64_t i = 0; i + length <= buffer.size; i++)
        if (memcmp(buffer.data + i, part, (size_t)length) == 0) return 1;
    return 0;
}

/* RunForwardRequest of the adapter "a" with the embeddings, over ids. */
static int64_t forward_request(uint8_t* place, const char* embedding) {
    static const uint8_t shape[] = {1, TOKENS};
    uint8_t setup[64], tensor[128], entry[256];
    int64_t size = text_field(setup, 2, "a"), at;
    size += text_field(setup + size, 4, embedding);
    at = text_field(place, 1, "models/m");
    at += bytes_field(place + at, 2, setup, size);
    size = number_field(tensor, 1, BRIDGE_INT64);
    size += bytes_field(tensor + size, 2, shape, sizeof shape);
    size += bytes_field(tensor + size, 3, ids, sizeof ids);
    int64_t key = text_field(entry, 1, "input_ids");
    size = key + bytes_field(entry + key, 2, tensor, size);
    at += bytes_field(place + at, 3, entry, size);
    return at + text_field(place + at, 5, "last_hidden_state");
}

static bridge_status run(const bridge_setup* setup, bridge_outputs** outputs, bridge_error** error) {
    const char* names[] = {"input_ids"};
    int64_t shape[] = {1, TOKENS};
    bridge_tensor* tensor;
    OK(bridge_tensor_create(BRIDGE_INT64, shape, 2, ids, &tensor, error));
    bridge_status status = bridge_forward(model, setup, names, (const bridge_tensor* const*)&tensor, 1, NULL, NULL, outputs, error);
    bridge_tensor_destroy(tensor);
    return status;
}

static void states(const bridge_setup* setup, float* values) {
    bridge_outputs* outputs;
    bridge_tensor* tensor;
    OK(run(setup, &outputs, error));
    OK(bridge_outputs_get(outputs, "last_hidden_state", &tensor, error));
    CHECK(bridge_tensor_byte_size(tensor) == VALUES * (int64_t)sizeof(float));
    memcpy(values, bridge_tensor_data(tensor), VALUES * sizeof(float));
    bridge_tensor_destroy(tensor);
    bridge_outputs_destroy(outputs);
}

int main(void) {
    static float plain[VALUES], drawn[VALUES], other[VALUES];
    uint8_t request[1024];
    int64_t size;
    bridge_adapter* adapter;
    bridge_setup *setup, *with, *without, *wrong, *base;
    bridge_outputs* outputs;
    bridge_buffer answer;
    OK(bridge_engine_create(NULL, &engine, error));
    OK(bridge_model_load(engine, model_folder(), "m", &model, error));
    OK(bridge_adapter_create(model, "a", "lora[r=8,init_weights='bert']", 1, &adapter, error));
    size = text_field(request, 1, "models/m");
    size += text_field(request + size, 2, "drawn");
    size += number_field(request + size, 4, VOCABULARY);
    size += number_field(request + size, 6, 7);
    OK(bridge_invoke(engine, "bridge.v1.EmbeddingService/CreateEmbedding", request, size, NULL, &answer, error));
    bridge_buffer_release(&answer);

    /* Setups do not change: the one that another was made from acts as before. */
    OK(bridge_setup_create("a", NULL, 0, &setup, error));
    OK(bridge_setup_with_embedding(setup, "drawn", &with, error));
    CHECK(strcmp(bridge_setup_text(with), bridge_setup_text(setup)) == 0);
    states(setup, plain);
    states(with, drawn);
    CHECK(memcmp(plain, drawn, sizeof plain) != 0);
    OK(bridge_invoke(engine, "bridge.v1.InferenceService/RunForward", request, forward_request(request, "drawn"), NULL, &answer, error));
    CHECK(contains(answer, drawn, sizeof drawn) && !contains(answer, plain, sizeof plain));
    bridge_buffer_release(&answer);

    /* NULL and "" lead back to the model's own. */
    OK(bridge_setup_with_embedding(with, NULL, &without, error));
    states(without, other);
    CHECK(memcmp(plain, other, sizeof plain) == 0);
    bridge_setup_destroy(without);
    OK(bridge_setup_with_embedding(with, "", &without, error));
    states(without, other);
    CHECK(memcmp(plain, other, sizeof plain) == 0);

    /* NULL is the base here as elsewhere. */
    OK(bridge_setup_with_embedding(NULL, "drawn", &base, error));
    CHECK(strcmp(bridge_setup_text(base), "") == 0);
    states(NULL, plain);
    states(base, other);
    CHECK(memcmp(plain, other, sizeof plain) != 0);

    /* Unknown ones are found out in the call that uses them, here as through bridge_invoke. */
    const char* texts[] = {"x"};
    bridge_classification* found;
    OK(bridge_setup_with_embedding(setup, "none", &wrong, error));
    bridge_setup_destroy(setup);
    FAILS(run(wrong, &outputs, error), BRIDGE_NOT_FOUND, "EMBEDDING_NOT_FOUND");
    FAILS(bridge_forward_texts(model, wrong, texts, NULL, 1, NULL, NULL, &outputs, error), BRIDGE_NOT_FOUND, "EMBEDDING_NOT_FOUND");
    OK(bridge_head_create(model, "a", "{\"classification\": {\"labels\": [\"no\", \"yes\"]}}", 2, error));
    FAILS(bridge_classify(model, wrong, texts, NULL, 1, 0, NULL, &found, error), BRIDGE_NOT_FOUND, "EMBEDDING_NOT_FOUND");
    FAILS(bridge_invoke(engine, "bridge.v1.InferenceService/RunForward", request, forward_request(request, "none"), NULL, &answer, error), BRIDGE_NOT_FOUND, "EMBEDDING_NOT_FOUND");

    bridge_setup_destroy(with);
    bridge_setup_destroy(without);
    bridge_setup_destroy(base);
    bridge_setup_destroy(wrong);
    FAILS(bridge_setup_with_embedding(setup, "drawn", &with, error), BRIDGE_INVALID_ARGUMENT, "HANDLE_INVALID");
    CHECK(with == NULL);
    FAILS(bridge_setup_with_embedding(NULL, "\xff\xfe", &with, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    FAILS(bridge_setup_with_embedding(NULL, "drawn", NULL, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    bridge_adapter_destroy(adapter);
    bridge_model_destroy(model);
    bridge_engine_destroy(engine);
    CHECK(bridge_live_handles() == 0);
    return 0;
}
