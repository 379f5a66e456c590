using Bridge.Configuration;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Bottleneck;

/// <summary>
/// What all hypercomplex projections of an adapter share: the rule (dim, dim, dim), and where configured the weights of all down and of all up projections. Each is there
/// only where shared.
/// </summary>
internal sealed record PhmShared(Func<Tensor>? Rule, Func<Tensor>? Down, Func<Tensor>? Up)
{
    private const double OwnRange = 0.01;

    public static PhmShared Build(ModuleParameters at, BottleneckConfig config, long size, long inner) => new(
        config.SharedPhmRule ? BuildRule(at, config, Initial(config, config.PhmInitRange, 1)) : null,
        config.SharedWPhm ? BuildWeight(at, config, "W_down", size, inner) : null,
        config.SharedWPhm ? BuildWeight(at, config, "W_up", inner, size) : null);

    /// <summary>A rule of one projection alone.</summary>
    public static Func<Tensor> OwnRule(ModuleParameters at, BottleneckConfig config) => BuildRule(at, config, Initial(config, OwnRange, OwnRange));

    /// <summary>Weights (dim, from / dim, to / dim), factorised where configured.</summary>
    public static Func<Tensor> BuildWeight(ModuleParameters at, BottleneckConfig config, string name, long from, long to)
    {
        var (dim, rank) = ((long)config.PhmDim, (long)config.PhmRank);
        var (rows, columns) = (from / dim, to / dim);
        if (!config.FactorizedPhmW)
        {
            var whole = at.Get(name, Glorot(rows, columns), dim, rows, columns);
            return () => whole;
        }
        var left = at.Get(name + "_left", Glorot(rows, rank), dim, rows, rank);
        var right = at.Get(name + "_right", Glorot(rank, columns), dim, rank, columns);
        return () => left.bmm(right);
    }

    private static Func<Tensor> BuildRule(ModuleParameters at, BottleneckConfig config, Initializer initial)
    {
        var dim = (long)config.PhmDim;
        if (!config.FactorizedPhmRule)
        {
            var whole = at.Get("phm_rule", initial, dim, dim, dim);
            return () => whole;
        }
        var left = at.Get("phm_rule_left", initial, dim, dim, 1);
        var right = at.Get("phm_rule_right", initial, dim, 1, dim);
        return () => left.bmm(right);
    }

    private static Initializer Initial(BottleneckConfig config, double deviation, double bound) =>
        config.PhmCInit == PhmRuleInit.Normal ? new Initializer.Normal(deviation) : new Initializer.Uniform(-bound, bound);

    // Each of the dim matrices on its own; the reference draws so whatever hypercomplex_nonlinearity says.
    private static Initializer Glorot(long rows, long columns) => new Initializer.Normal(Math.Sqrt(2.0 / (rows + columns)));
}
