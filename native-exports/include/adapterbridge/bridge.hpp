// AdapterBridge for C++17: owners and errors over bridge.h, header only. Every call exists twice: `load(...)` throws adapterbridge::Error,
// `try_load(...)` returns a Result and works with -fno-exceptions. Objects own their handle and are moved, not copied; threads and lifetimes are
// those of bridge.h.
#ifndef ADAPTERBRIDGE_BRIDGE_HPP
#define ADAPTERBRIDGE_BRIDGE_HPP

#include <adapterbridge/bridge.h>

#include <chrono>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace adapterbridge {

// What went wrong: code, reason for programs, message for people, the facts of the message.
class Error : public std::runtime_error {
public:
    Error(bridge_status code, std::string reason, const std::string& message, std::vector<std::pair<std::string, std::string>> details)
        : std::runtime_error(message), code_(code), reason_(std::move(reason)), details_(std::move(details)) {}
    bridge_status code() const noexcept { return code_; }
    const std::string& reason() const noexcept { return reason_; }
    const std::vector<std::pair<std::string, std::string>>& details() const noexcept { return details_; }
    // The fact of that name, or "".
    std::string detail(std::string_view key) const {
        for (const auto& [name, value] : details_)
            if (name == key) return value;
        return {};
    }

private:
    bridge_status code_;
    std::string reason_;
    std::vector<std::pair<std::string, std::string>> details_;
};

// A value, or why there is none.
template <class T>
class Result {
public:
    Result(T value) : value_(std::move(value)) {}
    Result(Error error) : error_(std::move(error)) {}
    explicit operator bool() const noexcept { return !error_; }
    const Error& error() const { return *error_; }
    // The value; throws the error (without exceptions: ends the program, so ask first).
    T value() && {
        if (error_) raise();
        return std::move(*value_);
    }
    T& operator*() { return *value_; }
    T* operator->() { return &*value_; }

private:
    [[noreturn]] void raise() const {
#if defined(__cpp_exceptions)
        throw *error_;
#else
        std::abort();
#endif
    }
    std::optional<T> value_;
    std::optional<Error> error_;
};

struct Done {};

namespace detail {

inline Error take(bridge_status status, bridge_error* error) {
    std::vector<std::pair<std::string, std::string>> details;
    for (int64_t i = 0; i < bridge_error_detail_count(error); i++) {
        const char *key, *value;
        if (bridge_error_detail(error, i, &key, &value) == BRIDGE_OK) details.emplace_back(key, value);
    }
    const char *reason = bridge_error_reason(error), *message = bridge_error_message(error);
    Error taken(status, reason ? reason : "", message ? message : bridge_status_name(status), std::move(details));
    bridge_error_destroy(error);
    return taken;
}

template <class Handle, void (*Destroy)(Handle*)>
class Owner {
public:
    Owner() noexcept = default;
    explicit Owner(Handle* handle) noexcept : handle_(handle) {}
    Handle* get() const noexcept { return handle_.get(); }
    Handle* release() noexcept { return handle_.release(); }
    explicit operator bool() const noexcept { return handle_ != nullptr; }

private:
    struct Deleter {
        void operator()(Handle* handle) const noexcept { Destroy(handle); }
    };
    std::unique_ptr<Handle, Deleter> handle_;
};

// Runs a call whose last parameters are a handle to make and the error.
template <class T, class Handle, class Call>
Result<T> make(Call call) {
    Handle* made = nullptr;
    bridge_error* error = nullptr;
    if (bridge_status status = call(&made, &error)) return take(status, error);
    return T(made);
}

template <class Call>
Result<Done> run(Call call) {
    bridge_error* error = nullptr;
    if (bridge_status status = call(&error)) return take(status, error);
    return Done{};
}

template <class T, class Call>
Result<T> value(Call call) {
    T found{};
    bridge_error* error = nullptr;
    if (bridge_status status = call(&found, &error)) return take(status, error);
    return found;
}

inline Result<std::string> text(bridge_buffer buffer) {
    std::string copy(reinterpret_cast<const char*>(buffer.data), static_cast<size_t>(buffer.size));
    bridge_buffer_release(&buffer);
    return copy;
}

template <class Call>
Result<std::string> bytes(Call call) {
    bridge_buffer buffer{};
    bridge_error* error = nullptr;
    if (bridge_status status = call(&buffer, &error)) return take(status, error);
    return text(buffer);
}

// NUL-terminated copies of texts, and the pointers to them.
class Texts {
public:
    explicit Texts(const std::vector<std::string>& texts) {
        pointers_.reserve(texts.size());
        for (const auto& text : texts) pointers_.push_back(text.c_str());
    }
    const char* const* data() const { return pointers_.empty() ? nullptr : pointers_.data(); }
    int64_t size() const { return static_cast<int64_t>(pointers_.size()); }

private:
    std::vector<const char*> pointers_;
};

inline int32_t milliseconds(std::optional<std::chrono::milliseconds> timeout) { return timeout ? static_cast<int32_t>(timeout->count()) : -1; }

template <class T>
constexpr int32_t data_type() {
    if constexpr (std::is_same_v<T, bool>) return BRIDGE_BOOL;
    else if constexpr (std::is_same_v<T, uint8_t>) return BRIDGE_UINT8;
    else if constexpr (std::is_same_v<T, int8_t>) return BRIDGE_INT8;
    else if constexpr (std::is_same_v<T, int16_t>) return BRIDGE_INT16;
    else if constexpr (std::is_same_v<T, int32_t>) return BRIDGE_INT32;
    else if constexpr (std::is_same_v<T, int64_t>) return BRIDGE_INT64;
    else if constexpr (std::is_same_v<T, float>) return BRIDGE_FLOAT32;
    else {
        static_assert(std::is_same_v<T, double>, "no element type of tensors");
        return BRIDGE_FLOAT64;
    }
}

}  // namespace detail

// Elements in a row, borrowed from a tensor.
template <class T>
class Span {
public:
    Span(T* data, size_t size) : data_(data), size_(size) {}
    T* begin() const { return data_; }
    T* end() const { return data_ + size_; }
    T* data() const { return data_; }
    size_t size() const { return size_; }
    T& operator[](size_t index) const { return data_[index]; }

private:
    T* data_;
    size_t size_;
};

class Tensor : public detail::Owner<bridge_tensor, bridge_tensor_destroy> {
public:
    using Owner::Owner;

    // A copy of row-major elements.
    template <class T>
    static Result<Tensor> try_copy(const std::vector<int64_t>& shape, const T* data) {
        return detail::make<Tensor, bridge_tensor>([&](auto made, auto error) {
            return bridge_tensor_create(detail::data_type<T>(), shape.data(), static_cast<int32_t>(shape.size()), data, made, error);
        });
    }
    template <class T>
    static Tensor copy(const std::vector<int64_t>& shape, const T* data) { return try_copy(shape, data).value(); }
    template <class T>
    static Tensor copy(const std::vector<int64_t>& shape, std::initializer_list<T> data) { return try_copy(shape, data.begin()).value(); }

    // Over memory that outlives the tensor and everything made from it.
    template <class T>
    static Result<Tensor> try_over(const std::vector<int64_t>& shape, T* data) {
        return detail::make<Tensor, bridge_tensor>([&](auto made, auto error) {
            return bridge_tensor_from_memory(detail::data_type<T>(), shape.data(), static_cast<int32_t>(shape.size()), data, nullptr, nullptr, made, error);
        });
    }
    template <class T>
    static Tensor over(const std::vector<int64_t>& shape, T* data) { return try_over(shape, data).value(); }

    // Takes the struct over, on success only.
    static Result<Tensor> try_from_dlpack(bridge_dl_tensor* managed) {
        return detail::make<Tensor, bridge_tensor>([&](auto made, auto error) { return bridge_tensor_from_dlpack(managed, made, error); });
    }
    static Tensor from_dlpack(bridge_dl_tensor* managed) { return try_from_dlpack(managed).value(); }
    Result<bridge_dl_tensor*> try_to_dlpack() const {
        return detail::value<bridge_dl_tensor*>([&](auto made, auto error) { return bridge_tensor_to_dlpack(get(), made, error); });
    }
    bridge_dl_tensor* to_dlpack() const { return try_to_dlpack().value(); }

    int32_t data_type() const { return bridge_tensor_data_type(get()); }
    std::vector<int64_t> shape() const { return {bridge_tensor_shape(get()), bridge_tensor_shape(get()) + bridge_tensor_rank(get())}; }
    int64_t byte_size() const { return bridge_tensor_byte_size(get()); }

    // The elements; an error where they are of another type, elsewhere than on the CPU, or not in a row.
    template <class T>
    Result<Span<T>> try_data() const {
        int64_t expected = 1;
        for (int32_t i = bridge_tensor_rank(get()) - 1; i >= 0; i--) {
            if (bridge_tensor_shape(get())[i] != 1 && bridge_tensor_strides(get())[i] != expected) return Error(BRIDGE_INVALID_ARGUMENT, "TENSOR_SHAPE", "the tensor's elements are not in a row", {});
            expected *= bridge_tensor_shape(get())[i];
        }
        if (data_type() != detail::data_type<std::remove_const_t<T>>()) return Error(BRIDGE_INVALID_ARGUMENT, "TENSOR_DTYPE", "the tensor has another element type", {{"data_type", std::to_string(data_type())}});
        auto* first = static_cast<T*>(bridge_tensor_data(get()));
        if (first == nullptr && expected > 0) return Error(BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID", "the tensor is not on the CPU", {});
        return Span<T>(first, static_cast<size_t>(expected));
    }
    template <class T>
    Span<T> data() const { return try_data<T>().value(); }
};

class CancelToken : public detail::Owner<bridge_cancel_token, bridge_cancel_token_destroy> {
public:
    CancelToken() : Owner(make()) {}
    void cancel() const noexcept { bridge_cancel_token_cancel(get(), nullptr); }

private:
    static bridge_cancel_token* make() {
        bridge_cancel_token* token = nullptr;
        bridge_cancel_token_create(&token, nullptr);
        return token;
    }
};

// Which adapters and token embeddings act, and which heads run. The base model alone is `Setup::base()`.
class Setup : public detail::Owner<bridge_setup, bridge_setup_destroy> {
public:
    using Owner::Owner;
    static Result<Setup> try_parse(const std::string& composition, const std::vector<std::string>& heads = {}) {
        return detail::make<Setup, bridge_setup>([&](auto made, auto error) { return bridge_setup_create(composition.c_str(), detail::Texts(heads).data(), static_cast<int64_t>(heads.size()), made, error); });
    }
    static Setup parse(const std::string& composition, const std::vector<std::string>& heads = {}) { return try_parse(composition, heads).value(); }
    static Setup base() { return Setup(); }
    // The same with token embeddings in place of the model's own; "" is the model's own.
    Result<Setup> try_with_embedding(const std::string& embedding) const {
        return detail::make<Setup, bridge_setup>([&](auto made, auto error) { return bridge_setup_with_embedding(get(), embedding.c_str(), made, error); });
    }
    Setup with_embedding(const std::string& embedding) const { return try_with_embedding(embedding).value(); }
    std::string text() const { return get() ? bridge_setup_text(get()) : ""; }
};

class Outputs : public detail::Owner<bridge_outputs, bridge_outputs_destroy> {
public:
    using Owner::Owner;
    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (int64_t i = 0; i < bridge_outputs_count(get()); i++) found.emplace_back(bridge_outputs_name(get(), i));
        return found;
    }
    Result<Tensor> try_at(const std::string& name) const {
        return detail::make<Tensor, bridge_tensor>([&](auto made, auto error) { return bridge_outputs_get(get(), name.c_str(), made, error); });
    }
    Tensor operator[](const std::string& name) const { return try_at(name).value(); }
};

class Classification : public detail::Owner<bridge_classification, bridge_classification_destroy> {
public:
    using Owner::Owner;
    int64_t size() const { return bridge_classification_count(get()); }
    int64_t label_count() const { return bridge_classification_label_count(get()); }
    std::string label(int64_t id) const {
        const char* name = bridge_classification_label(get(), id);
        return name ? name : "";
    }
    int64_t best(int64_t row) const { return bridge_classification_best(get(), row); }
    double score(int64_t row, int64_t label) const { return bridge_classification_score(get(), row, label); }
};

struct ForwardOptions {
    bool without_head = false;
    std::vector<std::string> outputs;
    int32_t max_length = 0;
    const CancelToken* cancel = nullptr;
};

class Adapter : public detail::Owner<bridge_adapter, bridge_adapter_destroy> {
public:
    using Owner::Owner;
    std::string name() const { return bridge_adapter_name(get()); }
    std::string config() const { return bridge_adapter_config(get()); }
    int64_t parameter_count() const { return bridge_adapter_parameter_count(get()); }
    // An AdapterHub folder, and a head beside it where one is named.
    Result<Done> try_save(const std::string& folder, const std::string& head = {}) const {
        return detail::run([&](auto error) { return bridge_adapter_save(get(), folder.c_str(), head.empty() ? nullptr : head.c_str(), error); });
    }
    void save(const std::string& folder, const std::string& head = {}) const { try_save(folder, head).value(); }
    Result<Done> try_merge() const { return detail::run([&](auto error) { return bridge_adapter_merge(get(), error); }); }
    void merge() const { try_merge().value(); }
    Result<Done> try_remove() const { return detail::run([&](auto error) { return bridge_adapter_delete(get(), error); }); }
    void remove() const { try_remove().value(); }
};

}  // namespace adapterbridge

#include <adapterbridge/bridge_models.hpp>

#endif
