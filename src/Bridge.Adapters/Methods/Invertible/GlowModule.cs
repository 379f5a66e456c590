using Bridge.Models;

namespace Bridge.Adapters.Methods.Invertible;

/// <summary>
/// Affine coupling (Glow, Kingma and Dhariwal 2018, arXiv:1807.03039), scales clamped softly: y1 = e(s2) x1 + t2 with (s2, t2) = S2(x2), y2 = e(s1) x2 + t1 with
/// (s1, t1) = S1(y1). The reference library's own version does not run.
/// </summary>
internal sealed class GlowModule(Subnet s1, Subnet s2) : InvertibleModule
{
    private const double Clamp = 5.0;

    public override Tensor Apply(Tensor hidden, ForwardPass pass)
    {
        var (x1, x2) = Halves(hidden);
        var (scale2, shift2) = Both(s2.Map(x2), x1.shape[^1]);
        var y1 = Scale(scale2) * x1 + shift2;
        var (scale1, shift1) = Both(s1.Map(y1), x2.shape[^1]);
        return cat([y1, Scale(scale1) * x2 + shift1], -1);
    }

    public override Tensor? Invert(Tensor hidden)
    {
        var (y1, y2) = Halves(hidden);
        var (scale1, shift1) = Both(s1.Map(y1), y2.shape[^1]);
        var x2 = (y2 - shift1) / Scale(scale1);
        var (scale2, shift2) = Both(s2.Map(x2), y1.shape[^1]);
        return cat([(y1 - shift2) / Scale(scale2), x2], -1);
    }

    private static (Tensor Scale, Tensor Shift) Both(Tensor values, long size) => (values.narrow(-1, 0, size), values.narrow(-1, size, size));

    private static Tensor Scale(Tensor s) => ((s / Clamp).atan() * (Clamp * 0.636)).exp();
}
