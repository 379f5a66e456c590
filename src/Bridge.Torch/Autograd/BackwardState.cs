using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>What a thread keeps between two calls that libtorch makes into <see cref="FunctionNode"/>.</summary>
internal sealed class BackwardState
{
    /// <summary>Where libtorch puts the handle of a node's output; pinned.</summary>
    public nint[] Output { get; } = GC.AllocateArray<nint>(1, pinned: true);

    /// <summary>Gradients that were returned by the last node: libtorch took references of its own right after the call.</summary>
    public List<Tensor> Returned { get; } = [];

    /// <summary>The exception that ended a backward: it cannot travel through libtorch.</summary>
    public Exception? Failure { get; set; }

    public void Release()
    {
        foreach (var tensor in Returned) tensor.Dispose();
        Returned.Clear();
    }
}
