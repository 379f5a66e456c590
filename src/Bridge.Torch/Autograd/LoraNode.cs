using Bridge.Torch.Native;
using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>Inputs: x, a, b, and the update's own input where it has one. Saves that input and the (rows, rank) product.</summary>
internal sealed class LoraNode : FunctionNode
{
    private readonly Tensor _weight, _input, _product, _a, _b;
    private readonly double _scale;
    private readonly bool _separate;

    public LoraNode(Tensor weight, Tensor input, Tensor product, Tensor a, Tensor b, double scale, bool separate)
    {
        (_weight, _input, _product, _a, _b) = (Save(weight), Save(input), Save(product), Save(a), Save(b));
        (_scale, _separate) = (scale, separate);
    }

    protected override string Name => "LoraLinear";

    protected override void Backward(Tensor gradient, Tensor?[] results)
    {
        var rows = gradient.reshape(-1, _weight.shape[0]); // (rows, out)
        Tensor? narrow = null; // dY B s, (rows, rank)
        if (Needs(1) || (_separate ? Needs(3) : Needs(0))) narrow = rows.mm(_b).mul_(_scale);
        if (Needs(1)) results[1] = narrow!.t().mm(_input.reshape(-1, _a.shape[1]));
        if (Needs(2)) results[2] = rows.t().mm(_product).mul_(_scale);
        if (Needs(0))
        {
            var dx = OneDnn.Linear(gradient, _weight.t(), null);
            if (!_separate) dx.view(-1, _a.shape[1]).addmm_(narrow!, _a);
            results[0] = dx;
        }
        if (_separate && Needs(3)) results[3] = narrow!.mm(_a).view(_input.shape);
    }
}
