// Finding and starting .NET, once a process; and the one error that says why that failed.
#pragma once
#include <adapterbridge/bridge.h>

#include <atomic>

namespace runtime {

constexpr const char* reason = "RUNTIME_NOT_FOUND";
constexpr int64_t detail_count = 2;

extern std::atomic<int> state;  // 0: nobody asked; 1: it runs; 2: it does not
bool start();

/// Whether .NET runs and the managed library is the one that belongs to this file. The first call finds out.
inline bool ready() {
    const int known = state.load(std::memory_order_acquire);
    return known == 1 || (known == 0 && start());
}

/// Asks the managed library for its versions.
bool probe(uint32_t* major, uint32_t* minor, const char** version);

/// This file's own version.
const char* version();

/// The error, its parts, and the whole as google.rpc.Status.
bridge_error* error();
const char* message();
bool detail(int64_t index, const char** key, const char** value);
bridge_buffer status_proto();
const char* status_name(bridge_status status);

}  // namespace runtime
