/* Tensors of any memory, 64 MiB across DLPack without a copy, and what is refused. */
#include "check.h"

typedef struct { int32_t type, id; } device_t;
typedef struct { uint8_t code, bits; uint16_t lanes; } type_t;
typedef struct { void* data; device_t device; int32_t rank; type_t type; int64_t* shape; int64_t* strides; uint64_t byte_offset; } dl_tensor;
struct DLManagedTensor { dl_tensor tensor; void* context; void (*deleter)(struct DLManagedTensor*); };
struct DLManagedTensorVersioned { uint32_t major, minor; void* context; void (*deleter)(struct DLManagedTensorVersioned*); uint64_t flags; dl_tensor tensor; };

static int deleted, released;

static void on_delete(struct DLManagedTensor* managed) { (void)managed; deleted++; }
static void on_delete_versioned(struct DLManagedTensorVersioned* managed) { (void)managed; deleted++; }
static void on_release(void* context) { CHECK(context == &released); released++; }

int main(void) {
    enum { ROWS = 4096, COLUMNS = 4096 };
    OK(bridge_runtime_load(error));
    int64_t shape[2] = {ROWS, COLUMNS};
    float* memory = malloc(sizeof(float) * ROWS * COLUMNS);
    for (int64_t i = 0; i < ROWS * COLUMNS; i += 1000) memory[i] = (float)i;

    /* Memory of the caller, out by DLPack, in again: always the same address. */
    bridge_tensor *tensor, *again;
    struct DLManagedTensor* managed;
    OK(bridge_tensor_from_memory(BRIDGE_FLOAT32, shape, 2, memory, on_release, &released, &tensor, error));
    CHECK(bridge_tensor_data(tensor) == memory && bridge_tensor_byte_size(tensor) == 64 << 20);
    OK(bridge_tensor_to_dlpack(tensor, &managed, error));
    CHECK(managed->tensor.data == memory && managed->tensor.rank == 2 && managed->tensor.shape[0] == ROWS && managed->tensor.strides[0] == COLUMNS && managed->tensor.byte_offset == 0);
    CHECK(managed->tensor.type.code == 2 && managed->tensor.type.bits == 32 && managed->tensor.type.lanes == 1 && managed->tensor.device.type == 1);
    bridge_tensor_destroy(tensor);
    CHECK(released == 0);
    OK(bridge_tensor_from_dlpack(managed, &again, error));
    CHECK(bridge_tensor_data(again) == memory && bridge_tensor_strides(again)[0] == COLUMNS && bridge_tensor_strides(again)[1] == 1);
    struct DLManagedTensorVersioned* versioned;
    OK(bridge_tensor_to_dlpack_versioned(again, &versioned, error));
    bridge_tensor_destroy(again);
    CHECK(released == 0 && versioned->major == 1 && versioned->tensor.data == memory);
    versioned->deleter(versioned);
    CHECK(released == 1);

    /* A transposed view with an offset of its own. */
    int64_t sizes[2] = {3, 2}, strides[2] = {1, 3};
    int32_t numbers[7] = {-1, 0, 1, 2, 3, 4, 5};
    struct DLManagedTensor view = {{numbers, {1, 0}, 2, {0, 32, 1}, sizes, strides, 4}, NULL, on_delete};
    OK(bridge_tensor_from_dlpack(&view, &tensor, error));
    CHECK(bridge_tensor_data_type(tensor) == BRIDGE_INT32 && bridge_tensor_data(tensor) == numbers + 1 && bridge_tensor_strides(tensor)[1] == 3);
    int64_t size;
    OK(bridge_tensor_size(tensor, 0, &size, error));
    CHECK(size == 3);
    FAILS(bridge_tensor_size(tensor, 2, &size, error), BRIDGE_OUT_OF_RANGE, "TENSOR_SHAPE");
    bridge_tensor_destroy(tensor);
    CHECK(deleted == 1);

    /* Refused: nothing is taken, but for another major version. */
    view.tensor.type.bits = 48;
    FAILS(bridge_tensor_from_dlpack(&view, &tensor, error), BRIDGE_INVALID_ARGUMENT, "TENSOR_DTYPE");
    view.tensor.type.bits = 32;
    view.tensor.device.type = 2;
    FAILS(bridge_tensor_from_dlpack(&view, &tensor, error), BRIDGE_UNIMPLEMENTED, "DEVICE_NOT_AVAILABLE");
    view.tensor.device.type = 1;
    strides[0] = -1;
    FAILS(bridge_tensor_from_dlpack(&view, &tensor, error), BRIDGE_INVALID_ARGUMENT, "TENSOR_SHAPE");
    FAILS(bridge_tensor_from_dlpack(NULL, &tensor, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    CHECK(deleted == 1);
    struct DLManagedTensorVersioned other = {2, 0, NULL, on_delete_versioned, 0, view.tensor};
    FAILS(bridge_tensor_from_dlpack_versioned(&other, &tensor, error), BRIDGE_INVALID_ARGUMENT, "ARGUMENT_INVALID");
    CHECK(deleted == 2);

    /* Sizes that cannot be, and memory that is not there: the host lives. */
    int64_t huge[3] = {1 << 20, 1 << 20, 64}, overflow[3] = {INT64_MAX, INT64_MAX, 2}, negative[1] = {-1};
    FAILS(bridge_tensor_create(BRIDGE_FLOAT32, huge, 3, NULL, &tensor, error), BRIDGE_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY");
    FAILS(bridge_tensor_create(BRIDGE_FLOAT32, overflow, 3, NULL, &tensor, error), BRIDGE_INVALID_ARGUMENT, "TENSOR_SHAPE");
    FAILS(bridge_tensor_create(BRIDGE_FLOAT32, negative, 1, NULL, &tensor, error), BRIDGE_INVALID_ARGUMENT, "TENSOR_SHAPE");
    FAILS(bridge_tensor_create(99, shape, 2, NULL, &tensor, error), BRIDGE_INVALID_ARGUMENT, "TENSOR_DTYPE");
    FAILS(bridge_tensor_create(BRIDGE_FLOAT32, shape, 65, NULL, &tensor, error), BRIDGE_INVALID_ARGUMENT, "TENSOR_SHAPE");
    OK(bridge_tensor_create(BRIDGE_INT64, NULL, 0, &(int64_t){42}, &tensor, error));
    CHECK(*(int64_t*)bridge_tensor_data(tensor) == 42 && bridge_tensor_byte_size(tensor) == 8);
    bridge_tensor_destroy(tensor);
    CHECK(bridge_live_handles() == 0);
    free(memory);
    return 0;
}
