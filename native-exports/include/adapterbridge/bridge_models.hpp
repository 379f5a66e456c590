// Jobs, models and the engine: the second half of bridge.hpp, which includes it.
#ifndef ADAPTERBRIDGE_BRIDGE_MODELS_HPP
#define ADAPTERBRIDGE_BRIDGE_MODELS_HPP

#include <adapterbridge/bridge.hpp>

#include <functional>
#include <iterator>

namespace adapterbridge {

class Event : public detail::Owner<bridge_event, bridge_event_destroy> {
public:
    using Owner::Owner;
    int32_t kind() const { return bridge_event_kind(get()); }
    int64_t sequence() const { return bridge_event_sequence(get()); }
    int32_t state() const { return bridge_event_state(get()); }
    // The step, where the event is one.
    std::optional<bridge_step> step() const {
        bridge_step found{};
        found.struct_size = sizeof found;
        if (bridge_event_step(get(), &found, nullptr) != BRIDGE_OK) return std::nullopt;
        return found;
    }
    std::string json() const {
        return detail::bytes([&](auto made, auto error) { return bridge_event_json(get(), made, error); }).value();
    }
};

// A training job. Destroying it forgets the handle; the job goes on.
class Job : public detail::Owner<bridge_job, bridge_job_destroy> {
public:
    using Owner::Owner;
    std::string id() const { return bridge_job_id(get()); }
    Result<int32_t> try_state() const {
        return detail::value<int32_t>([&](auto found, auto error) { return bridge_job_state(get(), found, error); });
    }
    int32_t state() const { return try_state().value(); }
    // The next event; one without a handle after the last.
    Result<Event> try_next(std::optional<std::chrono::milliseconds> timeout = std::nullopt) const {
        return detail::make<Event, bridge_event>([&](auto made, auto error) { return bridge_job_next_event(get(), detail::milliseconds(timeout), made, error); });
    }
    Event next(std::optional<std::chrono::milliseconds> timeout = std::nullopt) const { return try_next(timeout).value(); }
    // The state at the end; DEADLINE_EXCEEDED where it does not come in time.
    Result<int32_t> try_wait(std::optional<std::chrono::milliseconds> timeout = std::nullopt) const {
        return detail::value<int32_t>([&](auto found, auto error) { return bridge_job_wait(get(), detail::milliseconds(timeout), found, error); });
    }
    int32_t wait(std::optional<std::chrono::milliseconds> timeout = std::nullopt) const { return try_wait(timeout).value(); }
    Result<std::string> try_result() const {
        return detail::bytes([&](auto made, auto error) { return bridge_job_result(get(), made, error); });
    }
    // The job as JSON of bridge.v1.TrainingJob.
    std::string result() const { return try_result().value(); }
    Result<Done> try_cancel() const { return detail::run([&](auto error) { return bridge_job_cancel(get(), error); }); }
    void cancel() const { try_cancel().value(); }

    // The events as a range: for (const Event& event : job.events()).
    class Events {
    public:
        class Iterator {
        public:
            using iterator_category = std::input_iterator_tag;
            using value_type = Event;
            using difference_type = std::ptrdiff_t;
            using pointer = const Event*;
            using reference = const Event&;
            Iterator() = default;
            explicit Iterator(const Job* job) : job_(job) { ++*this; }
            reference operator*() const { return event_; }
            pointer operator->() const { return &event_; }
            Iterator& operator++() {
                event_ = job_->next();
                if (!event_) job_ = nullptr;
                return *this;
            }
            bool operator!=(const Iterator& other) const { return job_ != other.job_; }
            bool operator==(const Iterator& other) const { return job_ == other.job_; }

        private:
            const Job* job_ = nullptr;
            Event event_;
        };
        explicit Events(const Job* job) : job_(job) {}
        Iterator begin() const { return Iterator(job_); }
        Iterator end() const { return Iterator(); }

    private:
        const Job* job_;
    };
    Events events() const { return Events(this); }
};

class Model : public detail::Owner<bridge_model, bridge_model_destroy> {
public:
    using Owner::Owner;
    std::string id() const { return bridge_model_id(get()); }
    std::string architecture() const { return bridge_model_architecture(get()); }
    int64_t layer_count() const { return bridge_model_layer_count(get()); }
    int64_t hidden_size() const { return bridge_model_hidden_size(get()); }
    int64_t vocabulary_size() const { return bridge_model_vocabulary_size(get()); }
    int64_t parameter_count() const { return bridge_model_parameter_count(get()); }

    // "lora[r=8]", or JSON of bridge.v1.AdapterConfig.
    Result<Adapter> try_create_adapter(const std::string& name, const std::string& config, uint64_t seed = 42) const {
        return detail::make<Adapter, bridge_adapter>([&](auto made, auto error) { return bridge_adapter_create(get(), name.c_str(), config.c_str(), seed, made, error); });
    }
    Adapter create_adapter(const std::string& name, const std::string& config, uint64_t seed = 42) const { return try_create_adapter(name, config, seed).value(); }
    // An AdapterHub folder and the head beside it.
    Result<Adapter> try_load_adapter(const std::string& folder, const std::string& name = {}) const {
        return detail::make<Adapter, bridge_adapter>([&](auto made, auto error) { return bridge_adapter_load(get(), folder.c_str(), name.empty() ? nullptr : name.c_str(), made, error); });
    }
    Adapter load_adapter(const std::string& folder, const std::string& name = {}) const { return try_load_adapter(folder, name).value(); }
    Result<Adapter> try_adapter(const std::string& name) const {
        return detail::make<Adapter, bridge_adapter>([&](auto made, auto error) { return bridge_adapter_open(get(), name.c_str(), made, error); });
    }
    Adapter adapter(const std::string& name) const { return try_adapter(name).value(); }
    Result<Done> try_reset_merged() const { return detail::run([&](auto error) { return bridge_model_reset_merged(get(), error); }); }
    void reset_merged() const { try_reset_merged().value(); }

    // JSON of bridge.v1.HeadConfig.
    Result<Done> try_create_head(const std::string& name, const std::string& config, uint64_t seed = 42) const {
        return detail::run([&](auto error) { return bridge_head_create(get(), name.c_str(), config.c_str(), seed, error); });
    }
    void create_head(const std::string& name, const std::string& config, uint64_t seed = 42) const { try_create_head(name, config, seed).value(); }
    Result<Done> try_remove_head(const std::string& name) const {
        return detail::run([&](auto error) { return bridge_head_delete(get(), name.c_str(), error); });
    }
    void remove_head(const std::string& name) const { try_remove_head(name).value(); }

    using Inputs = std::vector<std::pair<std::string, const Tensor*>>;
    Result<Outputs> try_forward(const Inputs& inputs, const Setup& setup, const ForwardOptions& options = {}) const {
        std::vector<const char*> names;
        std::vector<const bridge_tensor*> tensors;
        for (const auto& [name, tensor] : inputs) {
            names.push_back(name.c_str());
            tensors.push_back(tensor->get());
        }
        return with(options, [&](const bridge_forward_options* given, const bridge_cancel_token* cancel) {
            return detail::make<Outputs, bridge_outputs>([&](auto made, auto error) {
                return bridge_forward(get(), setup.get(), names.data(), tensors.data(), static_cast<int64_t>(names.size()), given, cancel, made, error);
            });
        });
    }
    Outputs forward(const Inputs& inputs, const Setup& setup, const ForwardOptions& options = {}) const { return try_forward(inputs, setup, options).value(); }
    Result<Outputs> try_forward_texts(const std::vector<std::string>& texts, const Setup& setup, const ForwardOptions& options = {}) const {
        return with(options, [&](const bridge_forward_options* given, const bridge_cancel_token* cancel) {
            detail::Texts rows(texts);
            return detail::make<Outputs, bridge_outputs>(
                [&](auto made, auto error) { return bridge_forward_texts(get(), setup.get(), rows.data(), nullptr, rows.size(), given, cancel, made, error); });
        });
    }
    Outputs forward_texts(const std::vector<std::string>& texts, const Setup& setup, const ForwardOptions& options = {}) const { return try_forward_texts(texts, setup, options).value(); }

    Result<Classification> try_classify(const std::vector<std::string>& texts, const Setup& setup, int32_t max_length = 0, const CancelToken* cancel = nullptr) const {
        detail::Texts rows(texts);
        return detail::make<Classification, bridge_classification>([&](auto made, auto error) {
            return bridge_classify(get(), setup.get(), rows.data(), nullptr, rows.size(), max_length, cancel ? cancel->get() : nullptr, made, error);
        });
    }
    Classification classify(const std::vector<std::string>& texts, const Setup& setup, int32_t max_length = 0, const CancelToken* cancel = nullptr) const {
        return try_classify(texts, setup, max_length, cancel).value();
    }

    // JSON of bridge.v1.CreateTrainingJobRequest without its parent.
    Result<Job> try_train(const std::string& options) const {
        return detail::make<Job, bridge_job>([&](auto made, auto error) { return bridge_training_start(get(), options.c_str(), made, error); });
    }
    Job train(const std::string& options) const { return try_train(options).value(); }
    Result<Job> try_job(const std::string& id, int64_t after_sequence = 0) const {
        return detail::make<Job, bridge_job>([&](auto made, auto error) { return bridge_job_open(get(), id.c_str(), after_sequence, made, error); });
    }
    Job job(const std::string& id, int64_t after_sequence = 0) const { return try_job(id, after_sequence).value(); }
    Result<Done> try_unload() const { return detail::run([&](auto error) { return bridge_model_unload(get(), error); }); }
    void unload() const { try_unload().value(); }

private:
    template <class Call>
    static Result<Outputs> with(const ForwardOptions& options, Call call) {
        detail::Texts outputs(options.outputs);
        bridge_forward_options given;
        bridge_forward_options_init(&given);
        given.without_head = options.without_head;
        given.outputs = outputs.data();
        given.output_count = outputs.size();
        given.max_length = options.max_length;
        return call(&given, options.cancel ? options.cancel->get() : nullptr);
    }
};

struct EngineOptions {
    int32_t intra_op_threads = 0;
    int32_t inference_threads = 0;
    int32_t inference_queue = 0;
    std::string work_folder;
    std::string state_folder = {}; // keeps the records of training jobs for the next engine; empty keeps none
};

class Engine : public detail::Owner<bridge_engine, bridge_engine_destroy> {
public:
    using Owner::Owner;
    static Result<Engine> try_create(const EngineOptions& options = {}) {
        bridge_engine_options given;
        bridge_engine_options_init(&given);
        given.intra_op_threads = options.intra_op_threads;
        given.inference_threads = options.inference_threads;
        given.inference_queue = options.inference_queue;
        given.work_folder = options.work_folder.empty() ? nullptr : options.work_folder.c_str();
        return detail::make<Engine, bridge_engine>([&](auto made, auto error) { return bridge_engine_create_with_state(&given, options.state_folder.empty() ? nullptr : options.state_folder.c_str(), made, error); });
    }
    static Engine create(const EngineOptions& options = {}) { return try_create(options).value(); }

    Result<Model> try_load(const std::string& path, const std::string& id = {}) const {
        return detail::make<Model, bridge_model>([&](auto made, auto error) { return bridge_model_load(get(), path.c_str(), id.empty() ? nullptr : id.c_str(), made, error); });
    }
    Model load(const std::string& path, const std::string& id = {}) const { return try_load(path, id).value(); }
    Result<Model> try_model(const std::string& id) const {
        return detail::make<Model, bridge_model>([&](auto made, auto error) { return bridge_model_open(get(), id.c_str(), made, error); });
    }
    Model model(const std::string& id) const { return try_model(id).value(); }

    // Rows of a .jsonl file; schema: JSON of bridge.v1.DatasetSchema.
    Result<Done> try_load_dataset(const std::string& name, const std::string& path, const std::string& schema = {}) const {
        return detail::run([&](auto error) { return bridge_dataset_load(get(), name.c_str(), path.c_str(), schema.empty() ? nullptr : schema.c_str(), error); });
    }
    void load_dataset(const std::string& name, const std::string& path, const std::string& schema = {}) const { try_load_dataset(name, path, schema).value(); }

    // Any unary method of the gRPC interface, messages as bytes.
    Result<std::string> try_invoke(const std::string& method, std::string_view request, const CancelToken* cancel = nullptr) const {
        return detail::bytes([&](auto made, auto error) {
            return bridge_invoke(get(), method.c_str(), reinterpret_cast<const uint8_t*>(request.data()), static_cast<int64_t>(request.size()), cancel ? cancel->get() : nullptr, made, error);
        });
    }
    std::string invoke(const std::string& method, std::string_view request, const CancelToken* cancel = nullptr) const { return try_invoke(method, request, cancel).value(); }
};

}  // namespace adapterbridge

#endif
