/* The layout of bridge.h's structs, as tests/Bridge.Native.Tests has it from the library's side. Fields may be appended, never moved. */
#include "check.h"

#include <stddef.h>

#define SIZE(type, size) CHECK(sizeof(type) == (size))
#define AT(type, field, offset) CHECK(offsetof(type, field) == (offset))

int main(void) {
    SIZE(bridge_buffer, 24);
    AT(bridge_buffer, data, 0);
    AT(bridge_buffer, size, 8);
    AT(bridge_buffer, owner, 16);
    SIZE(bridge_engine_options, 24);
    AT(bridge_engine_options, struct_size, 0);
    AT(bridge_engine_options, intra_op_threads, 4);
    AT(bridge_engine_options, inference_threads, 8);
    AT(bridge_engine_options, inference_queue, 12);
    AT(bridge_engine_options, work_folder, 16);
    SIZE(bridge_forward_options, 32);
    AT(bridge_forward_options, struct_size, 0);
    AT(bridge_forward_options, without_head, 4);
    AT(bridge_forward_options, outputs, 8);
    AT(bridge_forward_options, output_count, 16);
    AT(bridge_forward_options, max_length, 24);
    AT(bridge_forward_options, reserved0, 28);
    SIZE(bridge_step, 64);
    AT(bridge_step, struct_size, 0);
    AT(bridge_step, reserved0, 4);
    AT(bridge_step, step, 8);
    AT(bridge_step, total_steps, 16);
    AT(bridge_step, epoch, 24);
    AT(bridge_step, loss, 32);
    AT(bridge_step, learning_rate, 40);
    AT(bridge_step, gradient_norm, 48);
    AT(bridge_step, tokens_per_second, 56);
    return 0;
}
