#include "runtime.hpp"

#include <dlfcn.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mutex>
#include <string>

#undef DNNE_COMPILE_AS_SOURCE
#include <dnne.h>
#define NETHOST_USE_AS_STATIC
#include <nethost.h>

namespace runtime {

std::atomic<int> state{0};

namespace {

struct Failure {
    std::string message, file, folder, proto;
};
Failure failure;
std::once_flag once;
std::string told;           // what .NET's host wrote while it failed
thread_local jmp_buf* back; // where dnne_abort returns to while the library is probed
thread_local int abort_code;

// Marked, so that tools (and a test) can find it in the file.
const char* const own_version = &"adapterbridge-version " BRIDGE_VERSION[sizeof "adapterbridge-version"];

const char* const files[] = {
#include "files.h"
};

std::string hex(int code) {
    char text[16];
    snprintf(text, sizeof text, "0x%08x", static_cast<unsigned>(code));
    return text;
}

bool fail(std::string message, std::string file, std::string folder) {
    if (!told.empty()) message += ". .NET says: " + told.substr(0, told.find_last_not_of('\n') + 1);
    failure = {std::move(message), std::move(file), std::move(folder), {}};
    return false;
}

std::string own_folder() {
    Dl_info found;
    if (!dladdr(reinterpret_cast<void*>(&own_folder), &found) || !found.dli_fname) return ".";
    // As DNNE does: the name that the library was loaded by.
    std::string path = found.dli_fname;
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash);
}

void listen(const char* text) { told += text, told += '\n'; }

// DNNE takes hostfxr and its functions for granted, so they are tried first.
bool find_host(const std::string& folder) {
    const std::string assembly = folder + "/libadapterbridge.dll";
    const char* root = getenv("DOTNET_ROOT");
    get_hostfxr_parameters parameters{sizeof parameters, assembly.c_str(), nullptr};
    char path[4096];
    size_t size = sizeof path;
    const int code = get_hostfxr_path(path, &size, &parameters);
    if (code != 0)
        return fail(".NET was not found (" + hex(code) + "): install the .NET 10 runtime, or set DOTNET_ROOT to the folder that holds one" + (root ? "; it is " + std::string(root) : ""), "libhostfxr.so", root ? root : "");
    void* host = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (!host) return fail(std::string(".NET's host does not load: ") + dlerror(), path, root ? root : "");
    for (const char* name : {"hostfxr_initialize_for_dotnet_command_line", "hostfxr_initialize_for_runtime_config", "hostfxr_get_runtime_delegate", "hostfxr_close"})
        if (!dlsym(host, name)) return fail(std::string(".NET's host is of another version: it has no ") + name, path, root ? root : "");
    using Writer = void (*)(const char*);
    if (auto* set = reinterpret_cast<Writer (*)(Writer)>(dlsym(host, "hostfxr_set_error_writer"))) set(listen);
    const int started = try_preload_runtime();
    if (auto* set = reinterpret_cast<Writer (*)(Writer)>(dlsym(host, "hostfxr_set_error_writer"))) set(nullptr);
    if (started < 0) return fail(".NET did not start (" + hex(started) + "); libadapterbridge.runtimeconfig.json says which version is needed", folder + "/libadapterbridge.runtimeconfig.json", root ? root : path);
    return true;
}

bool load() {
    const std::string folder = own_folder();
    for (const char* file : files)
        if (access((folder + '/' + file).c_str(), R_OK) != 0)
            return fail(std::string(file) + " is missing in " + folder + ": library, managed assemblies and runtimeconfig.json lie together", file, folder);
    if (!find_host(folder)) return false;
    uint32_t major = 0, minor = 0;
    const char* version = nullptr;
    jmp_buf here;
    back = &here;
    // Nothing with a destructor may be made between here and the end of the probe.
    const bool found = setjmp(here) == 0 && probe(&major, &minor, &version);
    back = nullptr;
    if (!found) return fail("libadapterbridge.dll does not load (" + hex(abort_code) + ")", "libadapterbridge.dll", folder);
    if (major != BRIDGE_API_MAJOR || minor != BRIDGE_API_MINOR || strcmp(version, own_version) != 0)
        return fail(std::string("libadapterbridge.dll is of version ") + version + ", libadapterbridge.so of " + own_version, "libadapterbridge.dll", folder);
    return true;
}

// protobuf's wire format, as far as google.rpc.Status with one ErrorInfo needs it.
std::string field(int number, const std::string& bytes) {
    std::string size;
    for (size_t rest = bytes.size();; rest >>= 7) {
        size += static_cast<char>((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
        if (rest <= 0x7f) break;
    }
    return std::string(1, static_cast<char>(number << 3 | 2)) + size + bytes;
}

std::string encode() {
    std::string info = field(1, reason) + field(2, "adapterbridge");
    for (int64_t i = 0; i < detail_count; i++) {
        const char *key, *value;
        detail(i, &key, &value);
        info += field(3, field(1, key) + field(2, value));
    }
    const std::string code = {1 << 3, BRIDGE_UNIMPLEMENTED};
    return code + field(2, failure.message) + field(3, field(1, "type.googleapis.com/google.rpc.ErrorInfo") + field(2, info));
}

}  // namespace

bool start() {
    std::call_once(once, [] {
        const bool loaded = load();
        if (!loaded) failure.proto = encode();
        state.store(loaded ? 1 : 2, std::memory_order_release);
    });
    return state.load(std::memory_order_acquire) == 1;
}

const char* version() { return own_version; }
bridge_error* error() { return reinterpret_cast<bridge_error*>(&failure); }
const char* message() { return failure.message.c_str(); }

bool detail(int64_t index, const char** key, const char** value) {
    if (index < 0 || index >= detail_count) return false;
    if (key) *key = index == 0 ? "file" : "folder";
    if (value) *value = (index == 0 ? failure.file : failure.folder).c_str();
    return true;
}

bridge_buffer status_proto() { return {reinterpret_cast<const uint8_t*>(failure.proto.c_str()), static_cast<int64_t>(failure.proto.size()), nullptr}; }

const char* status_name(bridge_status status) {
    static const char* const names[] = {"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "UNKNOWN", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
                                        "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"};
    return status < 0 || status >= static_cast<bridge_status>(sizeof names / sizeof *names) ? "UNKNOWN" : names[status];
}

}  // namespace runtime

// DNNE calls this where it cannot go on. While the library is probed that is an answer; afterwards, with an export that does not load, it is the end.
extern "C" void dnne_abort(enum failure_type type, int error_code) {
    runtime::abort_code = error_code;
    if (runtime::back) longjmp(*runtime::back, 1);
    fprintf(stderr, "adapterbridge: .NET failed to load %s (0x%08x); the assemblies beside libadapterbridge.so are damaged or of another version\n",
            type == failure_load_runtime ? "the runtime" : "an export of libadapterbridge.dll", static_cast<unsigned>(error_code));
    abort();
}
