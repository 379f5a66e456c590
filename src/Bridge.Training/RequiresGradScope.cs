using static TorchSharp.torch;

namespace Bridge.Training;

/// <summary>Makes exactly these tensors trainable and puts them back as they were, without gradients.</summary>
internal sealed class RequiresGradScope : IDisposable
{
    private readonly List<(Tensor Tensor, bool Before)> _tensors = [];

    public RequiresGradScope(IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            _tensors.Add((tensor, tensor.requires_grad));
            tensor.grad = null;
            tensor.requires_grad = true;
        }
    }

    public void Dispose()
    {
        foreach (var (tensor, before) in _tensors)
        {
            if (tensor.IsInvalid) continue;
            tensor.grad = null;
            tensor.requires_grad = before;
        }
    }
}
