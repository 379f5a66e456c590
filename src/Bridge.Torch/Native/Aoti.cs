using System.Runtime.InteropServices;

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
}
