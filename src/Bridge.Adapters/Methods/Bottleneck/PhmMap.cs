using Bridge.Configuration;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Bottleneck;

/// <summary>
/// Parametrised hypercomplex multiplication (Zhang et al. 2021, arXiv:2102.08597; Compacter, Mahabadi et al. 2021, arXiv:2106.04647): x H + b with
/// H = sum over i of kron(rule_i, W_i).
/// </summary>
internal sealed class PhmMap(Func<Tensor> rule, Func<Tensor> weight, Tensor? bias) : BottleneckMap
{
    /// <summary>A projection; <paramref name="down"/> tells which of the shared weights it takes.</summary>
    public static PhmMap Build(ModuleParameters at, BottleneckConfig config, PhmShared shared, long from, long to, bool down)
    {
        if (from % config.PhmDim != 0 || to % config.PhmDim != 0)
            throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"phm_dim {config.PhmDim} does not divide {from} and {to}, the sizes of the projection",
                ("key", "phm_dim"), ("value", config.PhmDim), ("sizes", $"{from}, {to}"));
        var rule = shared.Rule ?? PhmShared.OwnRule(at, config);
        var weight = (down ? shared.Down : shared.Up) ?? PhmShared.BuildWeight(at, config, "W", from, to);
        return new PhmMap(rule, weight, config.PhmBias ? at.Get("b", Initializer.Zeros, to) : null);
    }

    public override Tensor Map(Tensor input)
    {
        var (r, w) = (rule(), weight());
        // (from / dim, to / dim) blocks: (dim, a, from / dim, b, to / dim) summed over the first, then (from, to).
        var product = r.unsqueeze(-1).unsqueeze(-3) * w.unsqueeze(-2).unsqueeze(-4);
        var whole = product.sum(dim: 0).reshape(r.shape[1] * w.shape[1], r.shape[2] * w.shape[2]);
        var mapped = input.matmul(whole.to(input.dtype));
        return bias is null ? mapped : mapped + bias.to(input.dtype);
    }
}
