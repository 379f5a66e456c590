using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Bottleneck;

/// <summary>A bottleneck's activation by name, those with parameters of their own among them.</summary>
internal static class LearnedActivations
{
    public static Func<Tensor, Tensor> Build(ModuleParameters at, string? name, int position) => name?.ToLowerInvariant() switch
    {
        null => x => x,
        "prelu" => Prelu(at, position),
        "xielu" => Xielu(at, position),
        var other => Bridge.Torch.Activations.Of(other),
    };

    // (He et al. 2015): max(0, x) + a min(0, x)
    private static Func<Tensor, Tensor> Prelu(ModuleParameters at, int position)
    {
        at.Alias($"adapter_down.{position}.f.weight", "non_linearity.f.weight");
        var slope = at.Get("non_linearity.f.weight", new Initializer.Constant(0.25), 1);
        return x => nn.functional.prelu(x, slope.to(x.dtype));
    }

    // xIELU (Huang and Schlag 2024, arXiv:2411.13010). The reference holds its constants and slopes in bfloat16 and widens only where they meet the states; so do the numbers here,
    // though the tensors are float32 like all others.
    private static Func<Tensor, Tensor> Xielu(ModuleParameters at, int position)
    {
        foreach (var part in new[] { "alpha_p", "alpha_n", "beta", "eps" }) at.Alias($"adapter_down.{position}.f.{part}", $"non_linearity.f.{part}");
        var positive = at.Get("non_linearity.f.alpha_p", new Initializer.Constant(Slope(0.8)), 1);
        var negative = at.Get("non_linearity.f.alpha_n", new Initializer.Constant(Slope(Narrow(0.8 - 0.5))), 1);
        var beta = at.Buffer("non_linearity.f.beta", new Initializer.Constant(0.5));
        var epsilon = at.Buffer("non_linearity.f.eps", new Initializer.Constant(Narrow(-1e-6)));
        return x =>
        {
            var up = nn.functional.softplus(positive.bfloat16()).to(x.dtype);
            var down = (beta.bfloat16() + nn.functional.softplus(negative.bfloat16())).to(x.dtype);
            var linear = beta * x;
            return where(x > 0, up * x * x + linear, (minimum(x, epsilon).expm1() - x) * down + linear);
        };
    }

    // softplus of it is alpha: log(exp(alpha) - 1), rounded after each operation.
    private static double Slope(double alpha) => Narrow(Math.Log(Narrow(Math.Exp(Narrow(alpha)) - 1)));

    private static double Narrow(double value)
    {
        var bits = BitConverter.SingleToUInt32Bits((float)value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }
}
