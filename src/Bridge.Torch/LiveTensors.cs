using TorchSharp;

namespace Bridge.Torch;

/// <summary>Counts native tensor handles, for tests that nothing leaks.</summary>
public static class LiveTensors
{
    /// <summary>
    /// Handles that are alive in this process: TorchSharp's, whether or not in a dispose scope (a tensor that only the garbage collector can still
    /// reach counts until it is finalised), or kept by an autograd node of this assembly.
    /// </summary>
    public static long Count => torch.Tensor.TotalCount;
}
