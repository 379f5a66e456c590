/* bridge_invoke and streams: the gRPC interface without gRPC. Messages are written by hand here; clients have protobuf. */
#include "check.h"

static int contains(bridge_buffer buffer, const char* text) {
    size_t length = strlen(text);
    for (int64_t i = 0; i + (int64_t)length <= buffer.size; i++)
        if (memcmp(buffer.data + i, text, length) == 0) return 1;
    return 0;
}

/* Field `number` of kind text. */
static int64_t text_field(uint8_t* place, int number, const char* text) {
    place[0] = (uint8_t)(number << 3 | 2);
    place[1] = (uint8_t)strlen(text);
    memcpy(place + 2, text, strlen(text));
    return 2 + (int64_t)strlen(text);
}

int main(void) {
    bridge_engine* engine;
    bridge_model* model;
    bridge_buffer answer;
    uint8_t request[512];
    OK(bridge_engine_create(NULL, &engine, error));
    OK(bridge_invoke(engine, "bridge.v1.ServerService/GetServerInfo", NULL, 0, NULL, &answer, error));
    CHECK(contains(answer, "lora") && contains(answer, "bert") && answer.data[answer.size] == 0);
    bridge_buffer_release(&answer);
    CHECK(answer.data == NULL && answer.size == 0);

    FAILS(bridge_invoke(engine, "bridge.v1.ModelService/Nothing", NULL, 0, NULL, &answer, error), BRIDGE_UNIMPLEMENTED, "METHOD_NOT_AVAILABLE");
    FAILS(bridge_invoke(engine, "bridge.v1.ModelService/GetModel", (const uint8_t*)"\xff\xff", 2, NULL, &answer, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    FAILS(bridge_invoke(engine, "bridge.v1.ModelService/GetModel", NULL, 5, NULL, &answer, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    FAILS(bridge_invoke(engine, NULL, NULL, 0, NULL, &answer, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    FAILS(bridge_invoke(engine, "x", NULL, 0, NULL, NULL, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    FAILS(bridge_invoke(engine, "\xff\xfe", NULL, 0, NULL, &answer, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    FAILS(bridge_invoke(engine, "bridge.v1.ModelService/GetModel", request, text_field(request, 1, "models/none"), NULL, &answer, error), BRIDGE_NOT_FOUND, "MODEL_NOT_FOUND");

    OK(bridge_model_load(engine, model_folder(), "m", &model, error));
    bridge_adapter* adapter;
    OK(bridge_adapter_create(model, "a", "seq_bn[reduction_factor=16]", 1, &adapter, error));
    CHECK(strstr(bridge_adapter_config(adapter), "seq_bn") != NULL);
    FAILS(bridge_adapter_create(model, "a", "lora", 1, &adapter, error), BRIDGE_ALREADY_EXISTS, "ADAPTER_NAME_TAKEN");
    FAILS(bridge_adapter_create(model, "b", "lora[rr=8]", 1, &adapter, error), BRIDGE_INVALID_ARGUMENT, "CONFIG_UNKNOWN_KEY");
    CHECK(adapter == NULL);
    OK(bridge_adapter_create(model, "c", "{\"lora\": {\"r\": 4}}", 1, &adapter, error));
    bridge_adapter_destroy(adapter);

    /* A download: one message in, many out, then the end. */
    bridge_stream* stream;
    int32_t has = 0, messages = 0;
    int64_t bytes = 0;
    FAILS(bridge_stream_open(engine, "bridge.v1.AdapterService/GetAdapter", &stream, error), BRIDGE_UNIMPLEMENTED, "METHOD_NOT_AVAILABLE");
    OK(bridge_stream_open(engine, "bridge.v1.AdapterService/DownloadAdapter", &stream, error));
    FAILS(bridge_stream_read(stream, 0, &answer, &has, error), BRIDGE_DEADLINE_EXCEEDED, "UNSPECIFIED");
    OK(bridge_stream_write(stream, request, text_field(request, 1, "models/m/adapters/a"), -1, error));
    OK(bridge_stream_finish_writing(stream, error));
    FAILS(bridge_stream_write(stream, request, 0, -1, error), BRIDGE_FAILED_PRECONDITION, "ARGUMENT_INVALID");
    for (;;) {
        OK(bridge_stream_read(stream, 10000, &answer, &has, error));
        if (!has) break;
        messages++;
        bytes += answer.size;
        bridge_buffer_release(&answer);
    }
    CHECK(messages >= 3 && bytes > 200000);
    OK(bridge_stream_read(stream, -1, &answer, &has, error));
    CHECK(!has);
    bridge_stream_destroy(stream);

    /* One that is left alone in the middle. */
    OK(bridge_stream_open(engine, "bridge.v1.InferenceService/StreamClassify", &stream, error));
    FAILS(bridge_stream_read(stream, 20, &answer, &has, error), BRIDGE_DEADLINE_EXCEEDED, "UNSPECIFIED");
    OK(bridge_stream_cancel(stream, error));
    FAILS(bridge_stream_read(stream, 5000, &answer, &has, error), BRIDGE_CANCELLED, "");
    bridge_stream_destroy(stream);
    bridge_stream_destroy(stream);

    /* The engine goes first: what hangs on it answers with an error. */
    bridge_engine_destroy(engine);
    bridge_outputs* outputs;
    const char* texts[] = {"x"};
    CHECK(bridge_forward_texts(model, NULL, texts, NULL, 1, NULL, NULL, &outputs, NULL) != BRIDGE_OK && outputs == NULL);
    FAILS(bridge_invoke(engine, "bridge.v1.ServerService/GetServerInfo", NULL, 0, NULL, &answer, error), BRIDGE_INVALID_ARGUMENT, "HANDLE_INVALID");
    bridge_model_destroy(model);
    return 0;
}
