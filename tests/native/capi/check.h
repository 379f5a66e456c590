/* What the C tests share: a check that says where it failed and why. */
#ifndef CHECK_H
#define CHECK_H

#include <adapterbridge/bridge.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef CLIENT_OF_MINOR
_Static_assert(BRIDGE_API_MINOR == CLIENT_OF_MINOR, "compiled with the header of another version");
#endif

#define CHECK(condition)                                                                   \
    do {                                                                                   \
        if (!(condition)) {                                                                \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);  \
            exit(1);                                                                       \
        }                                                                                  \
    } while (0)

#define OK(call)                                                                                                                              \
    do {                                                                                                                                      \
        bridge_error* error_ = NULL;                                                                                                          \
        bridge_error** error = &error_;                                                                                                       \
        bridge_status status_ = (call);                                                                                                       \
        if (status_ != BRIDGE_OK) {                                                                                                           \
            fprintf(stderr, "%s:%d: %s: %s: %s\n", __FILE__, __LINE__, #call, error_ ? bridge_error_reason(error_) : "?", error_ ? bridge_error_message(error_) : "?"); \
            exit(1);                                                                                                                          \
        }                                                                                                                                     \
    } while (0)

/* The call fails with this status and reason. */
#define FAILS(call, expected_status, expected_reason)                                                                                          \
    do {                                                                                                                                       \
        bridge_error* error_ = NULL;                                                                                                           \
        bridge_error** error = &error_;                                                                                                        \
        bridge_status status_ = (call);                                                                                                        \
        if (status_ != (expected_status) || error_ == NULL || strcmp(bridge_error_reason(error_), expected_reason) != 0) {                     \
            fprintf(stderr, "%s:%d: %s: status %d, reason %s\n", __FILE__, __LINE__, #call, status_, error_ ? bridge_error_reason(error_) : "none"); \
            exit(1);                                                                                                                           \
        }                                                                                                                                      \
        CHECK(bridge_error_code(error_) == status_ && bridge_error_message(error_)[0] != 0);                                                   \
        bridge_error_destroy(error_);                                                                                                          \
    } while (0)

static inline const char* model_folder(void) {
    static char path[4096];
    const char* root = getenv("BRIDGE_ROOT");
    snprintf(path, sizeof path, "%s/models/all-minilm-l6-v2", root ? root : ".");
    return path;
}

#endif
