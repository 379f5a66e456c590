using System.Runtime.InteropServices;
using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch.Native;

/// <summary>
/// libtorch's stable C functions that the engine uses (torch/csrc/inductor/aoti_torch/c/shim.h and torch/csrc/stable/c/shim.h of
/// <see cref="LibtorchVersion"/>). A tensor handle is the <c>at::Tensor*</c> that TorchSharp's <c>Tensor.Handle</c> is. 0 is success.
/// </summary>
internal static unsafe partial class Aoti
{
    /// <summary>The release that these signatures were taken from.</summary>
    internal const string LibtorchVersion = "2.10";

    private const string Library = "torch_cpu";

    [LibraryImport(Library, EntryPoint = "aoti_torch_abi_version")]
    internal static partial ulong AbiVersion();

    [LibraryImport(Library, EntryPoint = "aoti_torch_create_tensor_from_blob_v2")]
    internal static partial int TensorFromBlob(
        void* data, long rank, long* sizes, long* strides, long offset, int scalarType, int deviceType, int deviceIndex,
        nint* result, int layout, byte* metadata, long metadataSize);

    [LibraryImport(Library, EntryPoint = "aoti_torch_get_data_ptr")]
    internal static partial int DataPointer(nint tensor, void** result);

    [LibraryImport(Library, EntryPoint = "aoti_torch_grad_mode_is_enabled")]
    internal static partial byte GradModeIsEnabled();

    [LibraryImport(Library, EntryPoint = "aoti_torch_grad_mode_set_enabled")]
    internal static partial void SetGradMode(byte enabled);

    [LibraryImport(Library, EntryPoint = "aoti_torch_new_tensor_handle")]
    internal static partial int NewTensorHandle(nint tensor, nint* result);

    [LibraryImport(Library, EntryPoint = "aoti_torch_delete_tensor_object")]
    internal static partial int DeleteTensor(nint tensor);

    // bias: pointer to a handle, null for none. attribute: "none", "relu", "gelu" ...; algorithm: pointer to "none" or "tanh".
    [LibraryImport(Library, EntryPoint = "aoti_torch_cpu__linear_pointwise")]
    internal static partial int LinearPointwise(
        nint x, nint weight, nint* bias, byte* attribute, double** scalars, long scalarCount, byte** algorithm, nint* result);

    // result = beta sum + alpha left right; result may be the sum.
    [LibraryImport(Library, EntryPoint = "aoti_torch_cpu_baddbmm_out")]
    internal static partial int AddBatchedProduct(nint result, nint sum, nint left, nint right, double beta, double alpha);

    // stack: 64-bit values; handles in it are taken over, results are left in it.
    [LibraryImport(Library, EntryPoint = "aoti_torch_call_dispatcher")]
    internal static partial int CallDispatcher(byte* name, byte* overload, ulong* stack);

    [LibraryImport(Library, EntryPoint = "torch_new_list_reserve_size")]
    internal static partial int NewList(nuint size, nint* result);

    [LibraryImport(Library, EntryPoint = "torch_list_push_back")]
    internal static partial int ListAdd(nint list, ulong value);

    [LibraryImport(Library, EntryPoint = "torch_new_string_handle")]
    internal static partial int NewString(byte* text, nuint length, nint* result);

    [LibraryImport(Library, EntryPoint = "torch_parallel_for")]
    internal static partial int ParallelFor(long begin, long end, long grain, delegate* unmanaged<long, long, void*, void> body, void* context);

    /// <summary>
    /// The error of a call that returned a status: these functions keep libtorch's message to themselves, so the operands are told instead.
    /// </summary>
    internal static BridgeException Failed(string operation, params ReadOnlySpan<Tensor> operands)
    {
        var shapes = new string[operands.Length];
        for (var i = 0; i < operands.Length; i++) shapes[i] = $"{operands[i].dtype} ({string.Join(", ", operands[i].shape)})";
        var text = string.Join(" and ", shapes);
        return BridgeException.Of(ErrorCode.Internal, ErrorReason.NativeFailure, $"{operation} of {text} failed in libtorch", ("operation", operation), ("operands", text));
    }
}
