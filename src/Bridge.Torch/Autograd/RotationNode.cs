using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Input: x. A rotation's gradient is turned back by the same angles.</summary>
internal sealed class RotationNode : FunctionNode
{
    private readonly Tensor _cosine, _sine;

    public RotationNode(Tensor cosine, Tensor sine) => (_cosine, _sine) = (Save(cosine), Save(sine));

    protected override string Name => "Rotation";

    protected override void Backward(Tensor gradient, Tensor?[] results) => results[0] = Rotation.Run(gradient, _cosine, _sine, -1);
}
