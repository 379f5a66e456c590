using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Input: x. With n = x s, s = 1 / sqrt(mean(x^2) + epsilon) and g' = g w: dx = s (g' - n mean(g' n)).</summary>
internal sealed class RmsNormNode : FunctionNode
{
    private readonly Tensor _x, _weight;
    private readonly double _epsilon;

    public RmsNormNode(Tensor x, Tensor weight, double epsilon) => (_x, _weight, _epsilon) = (Save(x), Save(weight), epsilon);

    protected override string Name => "RmsNorm";

    protected override void Backward(Tensor gradient, Tensor?[] results)
    {
        var scale = (_x.square().mean([-1], keepdim: true) + _epsilon).rsqrt();
        var normed = _x * scale;
        var weighted = gradient * _weight;
        var along = (weighted * normed).mean([-1], keepdim: true);
        results[0] = weighted.sub_(normed.mul_(along)).mul_(scale);
    }
}
