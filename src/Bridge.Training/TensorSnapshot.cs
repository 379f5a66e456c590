using static TorchSharp.torch;

namespace Bridge.Training;

/// <summary>Copies of named tensors, to go back to.</summary>
internal sealed class TensorSnapshot : IDisposable
{
    private readonly Dictionary<string, Tensor> _copies = [];

    public TensorSnapshot(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var noGrad = no_grad();
        foreach (var (name, tensor) in tensors) _copies[name] = tensor.clone().DetachFromDisposeScope();
    }

    /// <summary>The copies, borrowed.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _copies;

    /// <summary>Copies the present values over the old copies.</summary>
    public void Update(IReadOnlyDictionary<string, Tensor> tensors) => Copy(tensors, _copies);

    /// <summary>Puts the copied values back.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> tensors) => Copy(_copies, tensors);

    private static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> to)
    {
        using var noGrad = no_grad();
        foreach (var (name, tensor) in to) tensor.copy_(from[name]);
    }

    public void Dispose()
    {
        foreach (var copy in _copies.Values) copy.Dispose();
    }
}
