using Bridge.Torch.Native;
using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Inputs: q, k, v. Saves them; probabilities and mask are made again, a few hundredths of the time for a quarter of the memory.</summary>
internal sealed class AttentionNode : FunctionNode
{
    private readonly Tensor _q, _k, _v;
    private readonly Tensor? _bias;
    private readonly double _scale, _dropout;
    private readonly ulong _seed;

    public AttentionNode(Tensor q, Tensor k, Tensor v, Tensor? bias, double scale, double dropout, ulong seed)
    {
        (_q, _k, _v, _bias) = (Save(q), Save(k), Save(v), bias is null ? null : Save(bias));
        (_scale, _dropout, _seed) = (scale, dropout, seed);
    }

    protected override string Name => "Attention";

    protected override void Backward(Tensor gradient, Tensor?[] results)
    {
        Tensor q = Attention.Heads(_q), k = Attention.Heads(_k), v = Attention.Heads(_v), dy = Attention.Heads(gradient);
        var probabilities = Attention.Probabilities(q, k, _bias, _scale, _q.shape[0]);
        if (Needs(2))
        {
            using var dropped = Dropout.Run(probabilities, _dropout, _seed);
            results[2] = dropped.transpose(1, 2).bmm(dy).view(_v.shape);
        }
        if (!Needs(0) && !Needs(1)) return;
        var dp = dy.bmm(v.transpose(1, 2));
        Dropout.RunInPlace(dp, _dropout, _seed);
        var ds = new OperatorCall("aten::_softmax_backward_data").Add(dp).Add(probabilities).Add(-1L).Add((long)dp.dtype).Run().mul_(_scale);
        if (Needs(0)) results[0] = ds.bmm(k).view(_q.shape);
        if (Needs(1)) results[1] = ds.transpose(1, 2).bmm(q).view(_k.shape);
    }
}
