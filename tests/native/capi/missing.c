/* BRIDGE_TORCH_DIR names a folder that is not there: every way in says so, and the host lives. */
#include "check.h"

int main(void) {
    bridge_engine* engine = (bridge_engine*)1;
    uint32_t major = 0, minor = 9;
    bridge_api_version(&major, &minor);
    CHECK(major == BRIDGE_API_MAJOR && minor == BRIDGE_API_MINOR);
    FAILS(bridge_runtime_load(error), BRIDGE_UNIMPLEMENTED, "RUNTIME_NOT_FOUND");
    FAILS(bridge_engine_create(NULL, &engine, error), BRIDGE_UNIMPLEMENTED, "RUNTIME_NOT_FOUND");
    CHECK(engine == NULL);
    bridge_error* error = NULL;
    CHECK(bridge_runtime_load(&error) == BRIDGE_UNIMPLEMENTED);
    CHECK(strstr(bridge_error_message(error), "/nonexistent") != NULL);
    const char *key, *value;
    CHECK(bridge_error_detail_count(error) >= 2 && bridge_error_detail(error, 0, &key, &value) == BRIDGE_OK && key[0] != 0 && value[0] != 0);
    CHECK(bridge_error_detail(error, 99, &key, &value) == BRIDGE_OUT_OF_RANGE && key == NULL);
    bridge_buffer proto;
    CHECK(bridge_error_status_proto(error, &proto) == BRIDGE_OK && proto.size > 20 && proto.data[proto.size] == 0);
    bridge_buffer_release(&proto);
    bridge_buffer_release(&proto);
    bridge_error_destroy(error);
    bridge_error_destroy(error);
    CHECK(bridge_error_code(error) == 0 && bridge_error_message(error) == NULL);
    CHECK(bridge_live_handles() == 0);
    CHECK(strcmp(bridge_status_name(BRIDGE_NOT_FOUND), "NOT_FOUND") == 0 && strcmp(bridge_status_name(77), "UNKNOWN") == 0);
    return 0;
}
