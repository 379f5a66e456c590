using System.Runtime.InteropServices;

namespace Bridge.Torch.Native;

/// <summary>
/// The functions of TorchSharp's own library beneath its autograd functions. Its managed side keeps an empty tensor of every output's size and
/// every saved tensor until the whole graph is gone, and an exception in a backward ends the process; <see cref="Autograd.FunctionNode"/> does not.
/// Versioned with TorchSharp.
/// </summary>
internal static unsafe partial class LibTorchSharp
{
    private const string Library = "LibTorchSharp";

    /// <summary>Tensor handles, as TorchSharp's library takes and returns them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TensorArray
    {
        internal nint* Items;
        internal long Count;
    }

    /// <summary>A strong and a weak reference to one autograd node.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct NodeReference
    {
        internal nint Strong;
        internal nint Weak;
    }

    [LibraryImport(Library, EntryPoint = "THSAutograd_CSharpNode_ctor")]
    internal static partial NodeReference NewNode(nint apply, nint deleted);

    [LibraryImport(Library, EntryPoint = "THSAutograd_CSharpNode_setNextEdges")]
    internal static partial void SetNextEdges(NodeReference node, TensorArray inputs, [MarshalAs(UnmanagedType.U1)] bool isExecutable);

    [LibraryImport(Library, EntryPoint = "THSAutograd_CSharpNode_clearInputMetadata")]
    internal static partial void ClearInputMetadata(NodeReference node);

    [LibraryImport(Library, EntryPoint = "THSAutograd_Function_wrapOutputs")]
    internal static partial void WrapOutputs(
        TensorArray inputs, TensorArray nonDifferentiable, TensorArray dirty, TensorArray outputs, NodeReference node, nint allocator);

    [LibraryImport(Library, EntryPoint = "THSAutograd_CSharpNode_disposeSharedPtr")]
    internal static partial void ReleaseStrong(NodeReference node);

    [LibraryImport(Library, EntryPoint = "THSAutograd_CSharpNode_disposeWeakPtr")]
    internal static partial void ReleaseWeak(NodeReference node);

    [LibraryImport(Library, EntryPoint = "THSTorch_get_and_reset_last_err")]
    private static partial nint LastError();

    /// <summary>What the last call on this thread failed with, or null. The text belongs to the library (it leaks it by design).</summary>
    internal static string? TakeError()
    {
        var text = LastError();
        return text == 0 ? null : Marshal.PtrToStringUTF8(text);
    }
}
