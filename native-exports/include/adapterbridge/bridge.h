/*
 * AdapterBridge in process: train, load, compose and run adapters of transformer models, without Python, .NET or a server on the machine.
 *
 * Words used below.
 *   Handles     are tickets, not addresses. A stale, twice destroyed or wrong-typed one gives BRIDGE_INVALID_ARGUMENT (HANDLE_INVALID), never a
 *               crash. Destroying NULL does nothing. Children keep their parents alive inside, so any order of destruction is safe.
 *   Ownership   Parameters are borrowed for the call. What comes by out_* is the caller's; every out_* is set to NULL or 0 first. Pointers that
 *               getters return are borrowed from the handle and end with it.
 *   Errors      The returned status is 0 or a google.rpc.Code. out_error may be NULL; otherwise it takes an error that tells reason, message and
 *               facts, to be destroyed by the caller. An error changes nothing else.
 *   Text        NUL-terminated UTF-8.
 *   Threads     Runtime, engine, model, adapter, setup, dataset, job, stream writer and stream reader, cancel token: any thread, at once.
 *               Tensors, outputs, events and errors: one thread at a time.
 *   Timeouts    in milliseconds; -1 waits for ever, 0 does not wait. Passing one gives BRIDGE_DEADLINE_EXCEEDED and changes nothing.
 * A process must not fork after bridge_runtime_load. Stack overflow in the caller's frames cannot be caught.
 */
#ifndef ADAPTERBRIDGE_BRIDGE_H
#define ADAPTERBRIDGE_BRIDGE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BRIDGE_API_MAJOR 1
#define BRIDGE_API_MINOR 1

/* Statuses: the numbers of google.rpc.Code. */
typedef int32_t bridge_status;
#define BRIDGE_OK 0
#define BRIDGE_CANCELLED 1
#define BRIDGE_INVALID_ARGUMENT 3
#define BRIDGE_DEADLINE_EXCEEDED 4
#define BRIDGE_NOT_FOUND 5
#define BRIDGE_ALREADY_EXISTS 6
#define BRIDGE_RESOURCE_EXHAUSTED 8
#define BRIDGE_FAILED_PRECONDITION 9
#define BRIDGE_ABORTED 10
#define BRIDGE_OUT_OF_RANGE 11
#define BRIDGE_UNIMPLEMENTED 12
#define BRIDGE_INTERNAL 13
#define BRIDGE_UNAVAILABLE 14
#define BRIDGE_DATA_LOSS 15

/* Element types: the numbers of bridge.v1.DataType. */
#define BRIDGE_BOOL 1
#define BRIDGE_UINT8 2
#define BRIDGE_INT8 3
#define BRIDGE_INT16 4
#define BRIDGE_INT32 5
#define BRIDGE_INT64 6
#define BRIDGE_FLOAT16 7
#define BRIDGE_BFLOAT16 8
#define BRIDGE_FLOAT32 9
#define BRIDGE_FLOAT64 10

/* States of a job: the numbers of bridge.v1.TrainingState. */
#define BRIDGE_JOB_QUEUED 1
#define BRIDGE_JOB_RUNNING 2
#define BRIDGE_JOB_SUCCEEDED 3
#define BRIDGE_JOB_FAILED 4
#define BRIDGE_JOB_CANCELLED 5

/* Kinds of events. */
#define BRIDGE_EVENT_OTHER 0
#define BRIDGE_EVENT_STATE 1
#define BRIDGE_EVENT_STEP 2
#define BRIDGE_EVENT_EVALUATION 3
#define BRIDGE_EVENT_CHECKPOINT 4
#define BRIDGE_EVENT_LOG 5

/* What a callback answers. */
#define BRIDGE_CONTINUE 0
#define BRIDGE_STOP 1

typedef struct bridge_error bridge_error;
typedef struct bridge_cancel_token bridge_cancel_token;
typedef struct bridge_engine bridge_engine;
typedef struct bridge_model bridge_model;
typedef struct bridge_adapter bridge_adapter;
typedef struct bridge_setup bridge_setup;
typedef struct bridge_tensor bridge_tensor;
typedef struct bridge_outputs bridge_outputs;
typedef struct bridge_classification bridge_classification;
typedef struct bridge_job bridge_job;
typedef struct bridge_event bridge_event;
typedef struct bridge_stream bridge_stream;

/* DLPack's own structs (dlpack.h), for those who have them. */
typedef struct DLManagedTensor bridge_dl_tensor;
typedef struct DLManagedTensorVersioned bridge_dl_tensor_versioned;

/* Bytes that the library made. data is followed by a NUL that size does not count. */
typedef struct bridge_buffer {
    const uint8_t* data;
    int64_t size;
    void* owner;
} bridge_buffer;

/* Filled with defaults by bridge_engine_options_init; fields are only ever appended. */
typedef struct bridge_engine_options {
    uint32_t struct_size;
    int32_t intra_op_threads;  /* threads of one tensor operation; 0 leaves it to the machine */
    int32_t inference_threads; /* forward passes at once; 0 is the default */
    int32_t inference_queue;   /* forward passes that may wait; 0 is the default */
    const char* work_folder;   /* for checkpoints and uploads; NULL is a temporary folder */
} bridge_engine_options;

/* Filled with defaults by bridge_forward_options_init; fields are only ever appended. */
typedef struct bridge_forward_options {
    uint32_t struct_size;
    int32_t without_head;       /* 1 runs no head */
    const char* const* outputs; /* logits, last_hidden_state, pooler_output, hidden_states; NULL: logits where a head runs, else the first two */
    int64_t output_count;
    int32_t max_length;         /* texts are cut to so many tokens; 0 is the model's limit */
    int32_t reserved0;
} bridge_forward_options;

/* A step of training. */
typedef struct bridge_step {
    uint32_t struct_size; /* set by the caller: sizeof(bridge_step) */
    int32_t reserved0;
    int64_t step; /* counted from 1 */
    int64_t total_steps;
    double epoch;
    double loss;
    double learning_rate;
    double gradient_norm;
    double tokens_per_second;
} bridge_step;

/* ---- runtime ------------------------------------------------------------------------------------------------------------------------------- */

/* The interface that this library has; a program built for an older minor version of the same major one works. */
void bridge_api_version(uint32_t* out_major, uint32_t* out_minor);

/* The library's own version. Valid for ever. */
const char* bridge_version(void);

/* The name of a status: "INVALID_ARGUMENT". Valid for ever. */
const char* bridge_status_name(bridge_status status);

/* The first call: finds libtorch (BRIDGE_TORCH_DIR, beside this library, artifacts/torch above it) and loads it. Calling again is free.
 * BRIDGE_UNIMPLEMENTED (RUNTIME_NOT_FOUND) names the file that is missing, does not load, or is of another version. */
bridge_status bridge_runtime_load(bridge_error** out_error);

/* ---- errors, bytes, cancellation ------------------------------------------------------------------------------------------------------------ */

bridge_status bridge_error_code(const bridge_error* error);
/* The reason, for programs: "ADAPTER_NOT_FOUND". */
const char* bridge_error_reason(const bridge_error* error);
/* What was wrong, what was found, what is allowed, for people. */
const char* bridge_error_message(const bridge_error* error);
/* The facts of the message, then all violations of the request ("field" -> what is wrong with it). */
int64_t bridge_error_detail_count(const bridge_error* error);
bridge_status bridge_error_detail(const bridge_error* error, int64_t index, const char** out_key, const char** out_value);
/* The whole as a serialized google.rpc.Status. */
bridge_status bridge_error_status_proto(const bridge_error* error, bridge_buffer* out_status);
void bridge_error_destroy(bridge_error* error);

/* Frees the bytes and clears the struct. */
void bridge_buffer_release(bridge_buffer* buffer);

bridge_status bridge_cancel_token_create(bridge_cancel_token** out_token, bridge_error** out_error);
/* Calls that were given the token end with BRIDGE_CANCELLED soon. Any thread, any number of times. */
bridge_status bridge_cancel_token_cancel(bridge_cancel_token* token, bridge_error** out_error);
void bridge_cancel_token_destroy(bridge_cancel_token* token);

/* How many handles there are: for tests of leaks. */
int64_t bridge_live_handles(void);

/* ---- engine --------------------------------------------------------------------------------------------------------------------------------- */

void bridge_engine_options_init(bridge_engine_options* options);
/* options: NULL is the defaults. Calls bridge_runtime_load where nobody did. */
bridge_status bridge_engine_create(const bridge_engine_options* options, bridge_engine** out_engine, bridge_error** out_error);
/* The same with a folder that keeps the records of training jobs for the next engine: Get, List and Watch answer as before, what ran when the process was killed has failed with
 * JOB_INTERRUPTED. One engine at a time uses a folder: BRIDGE_FAILED_PRECONDITION for another. NULL keeps none. Since 1.1. */
bridge_status bridge_engine_create_with_state(const bridge_engine_options* options, const char* state_folder, bridge_engine** out_engine, bridge_error** out_error);
/* Cancels jobs and waits for them; everything in the engine is gone. */
void bridge_engine_destroy(bridge_engine* engine);

/* Any unary method of the gRPC interface by name, "bridge.v1.AdapterService/ListAdapters", with its messages as bytes: same handlers, same answers.
 * cancel may be NULL. */
bridge_status bridge_invoke(bridge_engine* engine, const char* method, const uint8_t* request, int64_t request_size, const bridge_cancel_token* cancel,
                            bridge_buffer* out_response, bridge_error** out_error);

/* Any streaming method. Messages of the caller go in by write and end with finish_writing; those of the engine come out by read. A method that takes
 * one message takes one write. */
bridge_status bridge_stream_open(bridge_engine* engine, const char* method, bridge_stream** out_stream, bridge_error** out_error);
/* Waits while the engine is behind. */
bridge_status bridge_stream_write(bridge_stream* stream, const uint8_t* message, int64_t size, int32_t timeout_ms, bridge_error** out_error);
bridge_status bridge_stream_finish_writing(bridge_stream* stream, bridge_error** out_error);
/* After the last message BRIDGE_OK with *out_has_message 0. */
bridge_status bridge_stream_read(bridge_stream* stream, int32_t timeout_ms, bridge_buffer* out_message, int32_t* out_has_message, bridge_error** out_error);
/* Ends it; a job that is watched goes on. */
bridge_status bridge_stream_cancel(bridge_stream* stream, bridge_error** out_error);
void bridge_stream_destroy(bridge_stream* stream);

/* ---- models --------------------------------------------------------------------------------------------------------------------------------- */

/* Loads a Hugging Face folder. id: NULL takes the folder's name. BRIDGE_NOT_FOUND (FILE_NOT_FOUND), BRIDGE_ALREADY_EXISTS (MODEL_NAME_TAKEN),
 * BRIDGE_DATA_LOSS (CHECKPOINT_CORRUPT), BRIDGE_UNIMPLEMENTED. */
bridge_status bridge_model_load(bridge_engine* engine, const char* path, const char* id, bridge_model** out_model, bridge_error** out_error);
/* A handle of a model that is loaded. */
bridge_status bridge_model_open(bridge_engine* engine, const char* id, bridge_model** out_model, bridge_error** out_error);
/* Unloads the model from the engine when the calls that use it are done; the handle stays to be destroyed. */
bridge_status bridge_model_unload(bridge_model* model, bridge_error** out_error);
const char* bridge_model_id(const bridge_model* model);
/* "bert", "llama" and so on, as config.json says. */
const char* bridge_model_architecture(const bridge_model* model);
int64_t bridge_model_layer_count(const bridge_model* model);
int64_t bridge_model_hidden_size(const bridge_model* model);
int64_t bridge_model_vocabulary_size(const bridge_model* model);
int64_t bridge_model_parameter_count(const bridge_model* model);
/* Forgets the handle; the model stays loaded. */
void bridge_model_destroy(bridge_model* model);

/* ---- adapters and heads --------------------------------------------------------------------------------------------------------------------- */

/* Creates an adapter. config is the string grammar, "lora[r=8]", or, where it begins with '{', proto3 JSON of bridge.v1.AdapterConfig. The handle is
 * released with bridge_adapter_destroy; the adapter stays in the model. BRIDGE_ALREADY_EXISTS (ADAPTER_NAME_TAKEN), BRIDGE_INVALID_ARGUMENT. */
bridge_status bridge_adapter_create(bridge_model* model, const char* name, const char* config, uint64_t seed, bridge_adapter** out_adapter, bridge_error** out_error);
/* Loads an AdapterHub folder, and the head beside it. name: NULL takes the folder's. */
bridge_status bridge_adapter_load(bridge_model* model, const char* folder, const char* name, bridge_adapter** out_adapter, bridge_error** out_error);
bridge_status bridge_adapter_open(bridge_model* model, const char* name, bridge_adapter** out_adapter, bridge_error** out_error);
/* Writes an AdapterHub folder, whole or not at all. head: a head to write beside it, or NULL. */
bridge_status bridge_adapter_save(bridge_adapter* adapter, const char* folder, const char* head, bridge_error** out_error);
/* Into the base's weights, and out of them bit for bit. */
bridge_status bridge_adapter_merge(bridge_adapter* adapter, bridge_error** out_error);
bridge_status bridge_model_reset_merged(bridge_model* model, bridge_error** out_error);
/* Takes the adapter out of the model. */
bridge_status bridge_adapter_delete(bridge_adapter* adapter, bridge_error** out_error);
const char* bridge_adapter_name(const bridge_adapter* adapter);
/* Its configuration in the string grammar, as it was when the handle was made. */
const char* bridge_adapter_config(const bridge_adapter* adapter);
int64_t bridge_adapter_parameter_count(const bridge_adapter* adapter);
void bridge_adapter_destroy(bridge_adapter* adapter);

/* A prediction head. config: proto3 JSON of bridge.v1.HeadConfig, {"classification": {"labels": ["no", "yes"]}}. */
bridge_status bridge_head_create(bridge_model* model, const char* name, const char* config, uint64_t seed, bridge_error** out_error);
bridge_status bridge_head_delete(bridge_model* model, const char* name, bridge_error** out_error);

/* Which adapters act, and how: "Stack(a, Parallel(b, c))"; NULL is the base model alone. heads: those to run; none runs the ones that the adapters'
 * names name. */
bridge_status bridge_setup_create(const char* composition, const char* const* heads, int64_t head_count, bridge_setup** out_setup, bridge_error** out_error);
/* A setup like another (NULL: the base) in which token embeddings of the model act in place of its own; setups do not change. embedding: their id; NULL
 * or "" is the model's own. A setup knows no model, so calls that use it say BRIDGE_NOT_FOUND (EMBEDDING_NOT_FOUND) where theirs has none of that id.
 * Both are the caller's to destroy, in any order. Since 1.1. */
bridge_status bridge_setup_with_embedding(const bridge_setup* setup, const char* embedding, bridge_setup** out_setup, bridge_error** out_error);
/* The composition as it is written; "" for the base. */
const char* bridge_setup_text(const bridge_setup* setup);
void bridge_setup_destroy(bridge_setup* setup);

/* ---- tensors -------------------------------------------------------------------------------------------------------------------------------- */

/* A tensor of the library's own memory; data: row-major elements to copy, or NULL for zeros. BRIDGE_INVALID_ARGUMENT (TENSOR_DTYPE, TENSOR_SHAPE). */
bridge_status bridge_tensor_create(int32_t data_type, const int64_t* shape, int32_t rank, const void* data, bridge_tensor** out_tensor, bridge_error** out_error);
/* A tensor over the caller's memory, which must stay until release(context) is called: once, on any thread. release may be NULL. */
bridge_status bridge_tensor_from_memory(int32_t data_type, const int64_t* shape, int32_t rank, void* data, void (*release)(void* context), void* context,
                                        bridge_tensor** out_tensor, bridge_error** out_error);
int32_t bridge_tensor_data_type(const bridge_tensor* tensor);
int32_t bridge_tensor_rank(const bridge_tensor* tensor);
/* rank sizes, outermost first. */
const int64_t* bridge_tensor_shape(const bridge_tensor* tensor);
/* rank strides, in elements. */
const int64_t* bridge_tensor_strides(const bridge_tensor* tensor);
/* Size of one dimension. BRIDGE_OUT_OF_RANGE. */
bridge_status bridge_tensor_size(const bridge_tensor* tensor, int32_t dimension, int64_t* out_size, bridge_error** out_error);
int64_t bridge_tensor_byte_size(const bridge_tensor* tensor);
/* The first element; NULL on a device that is not the CPU. */
void* bridge_tensor_data(const bridge_tensor* tensor);
void bridge_tensor_destroy(bridge_tensor* tensor);

/* Exports share the memory and hold a reference to it; the struct's deleter may be called on any thread. */
bridge_status bridge_tensor_to_dlpack(const bridge_tensor* tensor, bridge_dl_tensor** out_managed, bridge_error** out_error);
bridge_status bridge_tensor_to_dlpack_versioned(const bridge_tensor* tensor, bridge_dl_tensor_versioned** out_managed, bridge_error** out_error);
/* Takes the struct over, without a copy, on success only; but a versioned one of another major version is deleted and refused, as DLPack demands. */
bridge_status bridge_tensor_from_dlpack(bridge_dl_tensor* managed, bridge_tensor** out_tensor, bridge_error** out_error);
bridge_status bridge_tensor_from_dlpack_versioned(bridge_dl_tensor_versioned* managed, bridge_tensor** out_tensor, bridge_error** out_error);

/* ---- running -------------------------------------------------------------------------------------------------------------------------------- */

void bridge_forward_options_init(bridge_forward_options* options);
/* A forward pass over tensors by name (input_ids, attention_mask, token_type_ids, position_ids, inputs_embeds, pixel_values, task_ids), which are not
 * copied on the CPU. setup: NULL is the base model alone. options, cancel: may be NULL. */
bridge_status bridge_forward(bridge_model* model, const bridge_setup* setup, const char* const* names, const bridge_tensor* const* tensors, int64_t count,
                             const bridge_forward_options* options, const bridge_cancel_token* cancel, bridge_outputs** out_outputs, bridge_error** out_error);
/* The same over texts. pairs: the second texts, or NULL. */
bridge_status bridge_forward_texts(bridge_model* model, const bridge_setup* setup, const char* const* texts, const char* const* pairs, int64_t count,
                                   const bridge_forward_options* options, const bridge_cancel_token* cancel, bridge_outputs** out_outputs, bridge_error** out_error);
int64_t bridge_outputs_count(const bridge_outputs* outputs);
const char* bridge_outputs_name(const bridge_outputs* outputs, int64_t index);
/* A handle of its own on that tensor, without a copy. BRIDGE_NOT_FOUND. */
bridge_status bridge_outputs_get(const bridge_outputs* outputs, const char* name, bridge_tensor** out_tensor, bridge_error** out_error);
void bridge_outputs_destroy(bridge_outputs* outputs);

/* The labels of texts by a classification head. max_length: 0 is the model's limit. */
bridge_status bridge_classify(bridge_model* model, const bridge_setup* setup, const char* const* texts, const char* const* pairs, int64_t count, int32_t max_length,
                              const bridge_cancel_token* cancel, bridge_classification** out_classification, bridge_error** out_error);
int64_t bridge_classification_count(const bridge_classification* classification);
int64_t bridge_classification_label_count(const bridge_classification* classification);
/* The name of a label. */
const char* bridge_classification_label(const bridge_classification* classification, int64_t label);
/* The best label of a row; -1 where there is no such row. */
int64_t bridge_classification_best(const bridge_classification* classification, int64_t row);
/* The score of a label for a row; NaN where there is none. */
double bridge_classification_score(const bridge_classification* classification, int64_t row, int64_t label);
void bridge_classification_destroy(bridge_classification* classification);

/* ---- training ------------------------------------------------------------------------------------------------------------------------------- */

/* Rows of text from a .jsonl file. schema: proto3 JSON of bridge.v1.DatasetSchema, or NULL for the default. */
bridge_status bridge_dataset_load(bridge_engine* engine, const char* name, const char* path, const char* schema, bridge_error** out_error);
bridge_status bridge_dataset_delete(bridge_engine* engine, const char* name, bridge_error** out_error);

/* Starts a job. options: proto3 JSON of bridge.v1.CreateTrainingJobRequest without its parent,
 * {"spec": {"adapters": ["a"], "heads": ["a"], "dataset": "datasets/train", "options": {"epochs": 2}}}. */
bridge_status bridge_training_start(bridge_model* model, const char* options, bridge_job** out_job, bridge_error** out_error);
/* A handle of a job that runs or ran. Its events are those after after_sequence. */
bridge_status bridge_job_open(bridge_model* model, const char* id, int64_t after_sequence, bridge_job** out_job, bridge_error** out_error);
const char* bridge_job_id(const bridge_job* job);
bridge_status bridge_job_state(const bridge_job* job, int32_t* out_state, bridge_error** out_error);
/* The next event of this handle; after the terminal one BRIDGE_OK with NULL. A slow reader misses step events, never others. */
bridge_status bridge_job_next_event(bridge_job* job, int32_t timeout_ms, bridge_event** out_event, bridge_error** out_error);
/* Waits for the end of the job. A job that failed gives BRIDGE_OK and its state; bridge_job_result tells why. */
bridge_status bridge_job_wait(bridge_job* job, int32_t timeout_ms, int32_t* out_state, bridge_error** out_error);
/* The job as proto3 JSON of bridge.v1.TrainingJob: state, progress, result with metrics, error. */
bridge_status bridge_job_result(const bridge_job* job, bridge_buffer* out_json, bridge_error** out_error);
bridge_status bridge_job_cancel(bridge_job* job, bridge_error** out_error);
/* Calls back with the events of this handle until the terminal one or BRIDGE_STOP: on a thread of the library, one call at a time, the event borrowed.
 * The callback may call anything but bridge_job_destroy of this job, must not throw, and is not called after bridge_job_destroy has returned.
 * Instead of, not beside, bridge_job_next_event. */
bridge_status bridge_job_on_event(bridge_job* job, int32_t (*callback)(const bridge_event* event, void* user_data), void* user_data, bridge_error** out_error);
/* Forgets the handle; the job goes on. */
void bridge_job_destroy(bridge_job* job);

int32_t bridge_event_kind(const bridge_event* event);
int64_t bridge_event_sequence(const bridge_event* event);
/* The new state; 0 where the event is not BRIDGE_EVENT_STATE. */
int32_t bridge_event_state(const bridge_event* event);
/* BRIDGE_FAILED_PRECONDITION where the event is not BRIDGE_EVENT_STEP. */
bridge_status bridge_event_step(const bridge_event* event, bridge_step* out_step, bridge_error** out_error);
/* proto3 JSON of bridge.v1.TrainingEvent. */
bridge_status bridge_event_json(const bridge_event* event, bridge_buffer* out_json, bridge_error** out_error);
void bridge_event_destroy(bridge_event* event);

#ifdef __cplusplus
}
#endif
#endif
