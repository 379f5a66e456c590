using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Inputs: x, residual, down, its bias, up, its bias. Saves x and what goes into the activation.</summary>
internal sealed class BottleneckNode : FunctionNode
{
    private readonly Tensor _x, _inner, _down, _up;
    private readonly ActivationKind _activation;
    private readonly double _scale;

    public BottleneckNode(Tensor x, Tensor inner, Tensor down, Tensor up, ActivationKind activation, double scale)
    {
        (_x, _inner, _down, _up) = (Save(x), Save(inner), Save(down), Save(up));
        (_activation, _scale) = (activation, scale);
    }

    protected override string Name => "Bottleneck";

    protected override void Backward(Tensor gradient, Tensor?[] results)
    {
        if (Needs(1)) results[1] = gradient;
        var rows = gradient.reshape(-1, _up.shape[0]); // (rows, hidden)
        var inner = _inner.reshape(-1, _down.shape[0]); // (rows, size)
        // s moves into the narrow side: s (g^T h) and s (g U), where there are fewer numbers to multiply.
        if (Needs(4)) results[4] = Scaled(rows.t().mm(ActivationRules.Apply(inner, _activation)));
        if (Needs(5)) results[5] = Scaled(rows.sum([0L]));
        if (!(Needs(0) || Needs(2) || Needs(3))) return;
        var bent = ActivationRules.Backward(Scaled(rows.mm(_up)), inner, _activation);
        if (Needs(2)) results[2] = bent.t().mm(_x.reshape(-1, _down.shape[1]));
        if (Needs(3)) results[3] = bent.sum([0L]);
        if (Needs(0)) results[0] = bent.mm(_down).view(_x.shape);
    }

    private Tensor Scaled(Tensor tensor) => _scale == 1 ? tensor : tensor.mul_(_scale);
}
