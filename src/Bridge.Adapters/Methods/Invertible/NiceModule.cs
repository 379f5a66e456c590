using Bridge.Models;

namespace Bridge.Adapters.Methods.Invertible;

/// <summary>Additive coupling (NICE, Dinh et al. 2015, arXiv:1410.8516): y1 = x1 + F(x2), y2 = x2 + G(y1).</summary>
internal sealed class NiceModule(Subnet f, Subnet g) : InvertibleModule
{
    public override Tensor Apply(Tensor hidden, ForwardPass pass)
    {
        var (x1, x2) = Halves(hidden);
        var y1 = x1 + f.Map(x2);
        return cat([y1, x2 + g.Map(y1)], -1);
    }

    public override Tensor? Invert(Tensor hidden)
    {
        var (y1, y2) = Halves(hidden);
        var x2 = y2 - g.Map(y1);
        return cat([y1 - f.Map(x2), x2], -1);
    }
}
