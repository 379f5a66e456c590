/* The host has a libtorch of its own (here a library of that name): two in one process would abort, so the second is refused. */
#include "check.h"

#include <dlfcn.h>

int main(int argc, char** argv) {
    CHECK(argc == 2 && dlopen(argv[1], RTLD_NOW) != NULL);
    FAILS(bridge_runtime_load(error), BRIDGE_UNIMPLEMENTED, "RUNTIME_NOT_FOUND");
    bridge_error* error = NULL;
    bridge_engine* engine;
    CHECK(bridge_engine_create(NULL, &engine, &error) != BRIDGE_OK && strstr(bridge_error_message(error), argv[1]) != NULL);
    bridge_error_destroy(error);
    return 0;
}
