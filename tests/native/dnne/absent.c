/* .NET cannot be started, for the reason that the argument names: every function answers, and the host lives. */
#include "check.h"

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    uint32_t major = 0, minor = 9;
    bridge_api_version(&major, &minor);
    CHECK(major == BRIDGE_API_MAJOR && minor == BRIDGE_API_MINOR && bridge_version()[0] != 0);
    bridge_engine* engine = (bridge_engine*)1;
    bridge_tensor* tensor = (bridge_tensor*)1;
    bridge_buffer proto, answer = {(const uint8_t*)"", 1, NULL};
    int64_t shape[] = {1};
    FAILS(bridge_runtime_load(error), BRIDGE_UNIMPLEMENTED, "RUNTIME_NOT_FOUND");
    FAILS(bridge_runtime_load(error), BRIDGE_UNIMPLEMENTED, "RUNTIME_NOT_FOUND");
    FAILS(bridge_engine_create(NULL, &engine, error), BRIDGE_UNIMPLEMENTED, "RUNTIME_NOT_FOUND");
    FAILS(bridge_tensor_create(BRIDGE_INT64, shape, 1, NULL, &tensor, error), BRIDGE_UNIMPLEMENTED, "RUNTIME_NOT_FOUND");
    FAILS(bridge_invoke(NULL, "x", NULL, 0, NULL, &answer, error), BRIDGE_UNIMPLEMENTED, "RUNTIME_NOT_FOUND");
    CHECK(engine == NULL && tensor == NULL && answer.data == NULL && answer.size == 0 && shape[0] == 1);
    CHECK(bridge_runtime_load(NULL) == BRIDGE_UNIMPLEMENTED && strcmp(bridge_status_name(BRIDGE_UNIMPLEMENTED), "UNIMPLEMENTED") == 0);
    bridge_forward_options options;
    bridge_forward_options_init(&options);
    CHECK(options.struct_size == sizeof options && options.outputs == NULL);
    CHECK(bridge_model_hidden_size(NULL) == 0 && bridge_model_id(NULL) == NULL && bridge_tensor_rank(NULL) == 0 && bridge_live_handles() == 0);
    bridge_engine_destroy(NULL);
    bridge_tensor_destroy((bridge_tensor*)77);

    bridge_error* error;
    CHECK(bridge_runtime_load(&error) == BRIDGE_UNIMPLEMENTED);
    puts(bridge_error_message(error));
    CHECK(strstr(bridge_error_message(error), argv[1]) != NULL);
    const char *key, *value;
    CHECK(bridge_error_detail_count(error) == 2 && bridge_error_detail(error, 0, &key, &value) == BRIDGE_OK && strcmp(key, "file") == 0 && value[0] != 0);
    CHECK(bridge_error_detail(error, 2, &key, &value) == BRIDGE_OUT_OF_RANGE && key == NULL && value == NULL);
    CHECK(bridge_error_status_proto(error, &proto) == BRIDGE_OK && proto.data[0] == 8 && proto.data[1] == BRIDGE_UNIMPLEMENTED && proto.data[proto.size] == 0);
    bridge_buffer_release(&proto);
    bridge_buffer_release(&proto);
    CHECK(proto.data == NULL && bridge_error_code(NULL) == 0 && bridge_error_message(NULL) == NULL);
    bridge_error_destroy(error);
    bridge_error_destroy(error);
    return 0;
}
