// The functions of bridge.h before those that DNNE generates (managed_bridge_*). The first call of any finds and starts .NET; where that fails, all answer as bridge.h
// says for RUNTIME_NOT_FOUND, with one error that is never freed, and the host lives. That the types of both agree is checked here, by the compiler.
#include <adapterbridge/bridge.h>
#undef DNNE_COMPILE_AS_SOURCE
#include <dnne.h>
#include "rename.h"
#include "generated.h"
#include "restore.h"
#include "runtime.hpp"

#include <type_traits>

namespace {

// ---- types: C# knows tickets and bytes where C has handles and text -------------------------------------------------------------------------

template <class T, class = void> struct IsHandle : std::is_class<T> {};
template <class T> struct IsHandle<T, decltype(void(sizeof(T)))> : std::false_type {};
template <> struct IsHandle<DLManagedTensor> : std::false_type {};
template <> struct IsHandle<DLManagedTensorVersioned> : std::false_type {};

template <class T> struct Managed { using Type = std::conditional_t<std::is_same<T, char>::value, uint8_t, T>; };
template <class T> struct Managed<const T> : Managed<T> {};
template <class T> struct Managed<T*> { using Type = std::conditional_t<IsHandle<std::remove_const_t<T>>::value || std::is_function<T>::value, intptr_t, typename Managed<T>::Type*>; };

template <class To, class From, std::enable_if_t<std::is_pointer<From>::value && !std::is_same<To, From>::value, int> = 0>
To cast(From value) { return (To)value; }
template <class To, class From, std::enable_if_t<!std::is_pointer<From>::value && !std::is_same<To, From>::value, int> = 0>
To cast(From value) { return (To)value; }
template <class To> To cast(To value) { return value; }

// ---- what is answered without .NET: every result is cleared, as ever ----------------------------------------------------------------------

template <class T> struct IsOptions : std::false_type {};
template <> struct IsOptions<bridge_engine_options> : std::true_type {};
template <> struct IsOptions<bridge_forward_options> : std::true_type {};

template <class T> std::enable_if_t<std::is_scalar<T>::value && !std::is_const<T>::value> clear(T* place) { if (place) *place = T(); }
inline void clear(bridge_buffer* place) { if (place) *place = bridge_buffer(); }
template <class T> std::enable_if_t<IsOptions<T>::value> clear(T* place) { if (place) *place = T(), place->struct_size = sizeof(T); }
inline void clear(bridge_error** place) { if (place) *place = runtime::error(); }
inline void clear(...) {}

template <class T> struct IsErrorPlace : std::is_same<T, bridge_error**> {};
template <class... A> struct HasErrorPlace : std::false_type {};
template <class T, class... A> struct HasErrorPlace<T, A...> : std::conditional_t<IsErrorPlace<T>::value, std::true_type, HasErrorPlace<A...>> {};

template <class F, F f> struct Missing;
template <class R, class... A, R (*f)(A...)> struct Missing<R (*)(A...), f> {
    static R call(A... arguments) {
        int unused[] = {0, (clear(arguments), 0)...};
        (void)unused;
        return answer<R>(std::integral_constant<bool, HasErrorPlace<A...>::value>());
    }
    template <class T> static T answer(std::true_type) { return BRIDGE_UNIMPLEMENTED; }
    template <class T> static T answer(std::false_type) { return T(); }
};

#define MISSING(name) template <> struct Missing<decltype(&name), &name>
MISSING(bridge_api_version) {
    static void call(uint32_t* major, uint32_t* minor) {
        if (major) *major = BRIDGE_API_MAJOR;
        if (minor) *minor = BRIDGE_API_MINOR;
    }
};
MISSING(bridge_version) { static const char* call() { return runtime::version(); } };
MISSING(bridge_status_name) { static const char* call(bridge_status status) { return runtime::status_name(status); } };
MISSING(bridge_error_code) { static bridge_status call(const bridge_error* error) { return error == runtime::error() ? BRIDGE_UNIMPLEMENTED : 0; } };
MISSING(bridge_error_reason) { static const char* call(const bridge_error* error) { return error == runtime::error() ? runtime::reason : nullptr; } };
MISSING(bridge_error_message) { static const char* call(const bridge_error* error) { return error == runtime::error() ? runtime::message() : nullptr; } };
MISSING(bridge_error_detail_count) { static int64_t call(const bridge_error* error) { return error == runtime::error() ? runtime::detail_count : 0; } };
MISSING(bridge_error_detail) {
    static bridge_status call(const bridge_error* error, int64_t index, const char** key, const char** value) {
        clear(key);
        clear(value);
        if (error != runtime::error()) return BRIDGE_INVALID_ARGUMENT;
        return runtime::detail(index, key, value) ? BRIDGE_OK : BRIDGE_OUT_OF_RANGE;
    }
};
MISSING(bridge_error_status_proto) {
    static bridge_status call(const bridge_error* error, bridge_buffer* status) {
        clear(status);
        if (error != runtime::error() || !status) return BRIDGE_INVALID_ARGUMENT;
        *status = runtime::status_proto();
        return BRIDGE_OK;
    }
};

// ---- the functions themselves ---------------------------------------------------------------------------------------------------------------

template <class F, F f, class M, M m> struct Export;
template <class R, class... A, R (*f)(A...), class Q, class... B, Q (*m)(B...)> struct Export<R (*)(A...), f, Q (*)(B...), m> {
    static_assert(sizeof...(A) == sizeof...(B), "bridge.h and the export differ in their number of parameters");
    static_assert(std::is_same<typename Managed<R>::Type, Q>::value, "bridge.h and the export return different types");
    static_assert(std::is_same<void(typename Managed<A>::Type...), void(B...)>::value, "bridge.h and the export have a parameter of different types");
    static R call(A... arguments) {
        if (!runtime::ready()) return Missing<R (*)(A...), f>::call(arguments...);
        return finish<R>(std::is_void<R>(), arguments...);
    }
    template <class T> static void finish(std::true_type, A... arguments) { m(cast<B>(arguments)...); }
    template <class T> static T finish(std::false_type, A... arguments) { return cast<T>(m(cast<B>(arguments)...)); }
};

}  // namespace

// Each symbol is resolved, when the library is loaded, to the function that stands before the managed one.
#define EXPORT(name, managed)                                                                                                          \
    extern "C" __attribute__((used)) void* resolve_##name() { return (void*)&Export<decltype(&name), &name, decltype(&managed), &managed>::call; } \
    extern "C" __attribute__((visibility("default"), ifunc("resolve_" #name))) decltype(name) name;
#include "exports.h"

bool runtime::probe(uint32_t* major, uint32_t* minor, const char** version) {
    managed_bridge_api_version(major, minor);
    *version = reinterpret_cast<const char*>(managed_bridge_version());
    return *version != nullptr;
}
