using Bridge.Torch.Native;
using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Input: x.</summary>
internal sealed class FrozenLinearNode : FunctionNode
{
    private readonly Tensor _weight;

    public FrozenLinearNode(Tensor weight) => _weight = Save(weight);

    protected override string Name => "Linear";

    // dX = dY W, with the transposed view: faster than a transposed copy.
    protected override void Backward(Tensor gradient, Tensor?[] results) => results[0] = OneDnn.Linear(gradient, _weight.t(), null);
}
