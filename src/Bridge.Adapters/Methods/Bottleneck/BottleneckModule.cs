using Bridge.Adapters.Composing;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch;

namespace Bridge.Adapters.Methods.Bottleneck;

/// <summary>One bottleneck: where it takes its input and residual from, what it computes, how the block's norm follows, all as configured.</summary>
internal sealed class BottleneckModule(
    BottleneckConfig config,
    Func<Tensor, Tensor> activation,
    BottleneckMap down,
    BottleneckMap up,
    OutputScaling scaling,
    LinearParameters? before,
    LinearParameters? after,
    Gate? gate) : BranchModule
{
    private const double NormEpsilon = 1e-5;

    private readonly (LinearParameters Down, LinearParameters Up, ActivationKind Kind)? _fused = Fusible(config, down, up, scaling);

    private BottleneckConfig Configuration => config;

    public override BranchState Enter(BranchState state, BranchSlot slot)
    {
        if (config.IsParallel) return state with { Hidden = state.Residual, AdapterResidual = state.Residual };
        var hidden = state.Hidden;
        Tensor? residual = config.ResidualBeforeLn == ResidualPlacement.BeforeNorm ? hidden : null;
        if (config.OriginalLnBefore)
        {
            hidden = hidden + state.Residual;
            if (config.ResidualBeforeLn == ResidualPlacement.PostAdd) residual = hidden;
            if (slot.Norm is not null) hidden = slot.Norm.Forward(hidden);
        }
        return state with { Hidden = hidden, AdapterResidual = residual ?? hidden };
    }

    // A parallel adapter's query is its own input, whatever the configuration says: so in the reference.
    public override Tensor Query(BranchState given, BranchState entered, bool beforeNorm) => base.Query(given, entered, beforeNorm && !config.IsParallel);

    public override BranchState Apply(BranchState state, BranchSlot slot, ForwardPass pass)
    {
        var scaled = scaling.Apply(Kept(Expanded(state.Hidden), pass));
        var output = pass.Dropout(scaled, config.Dropout);
        if (gate is not null) output = output * gate.Open(state.Hidden, pass);
        if (config.IsParallel) return state with { Hidden = Normed(output, after), Up = scaled, Last = this };
        output = config.AdapterResidualBeforeLn
            ? Normed(output + state.AdapterResidual, after)
            : Normed(output, after) + state.AdapterResidual;
        return state with { Hidden = output, Up = scaled, Last = this };
    }

    public override Tensor Leave(BranchState state, Tensor branch, BranchSlot slot)
    {
        var hidden = config.IsParallel ? state.Hidden + branch : state.Hidden;
        // A parallel adapter's residual is the block's; a sequential one's may be anything that it kept on entering.
        return config.OriginalLnAfter ? slot.Base(hidden, state.Residual) : hidden;
    }

    public override Tensor? Fused(Tensor branch, Tensor residual, BranchSlot slot, ForwardPass pass)
    {
        if (_fused is not var (reduce, expand, kind) || Random(pass)) return null;
        using var scope = NewDisposeScope();
        (reduce, expand) = (reduce.As(branch.dtype), expand.As(branch.dtype));
        var state = Enter(new BranchState(branch, residual), slot);
        var output = Bridge.Torch.Bottleneck.Apply(state.Hidden, config.IsParallel ? branch : state.AdapterResidual, reduce.Weight, reduce.Bias, expand.Weight, expand.Bias,
            kind, scaling.Number!.Value, pass.Context.Execution);
        return (config.OriginalLnAfter ? slot.Base(output, residual) : output).MoveToOuterDisposeScope();
    }

    public override Tensor? Grouped(IReadOnlyList<BranchModule> modules, Tensor branch, Tensor residual, BranchSlot slot, ForwardPass pass)
    {
        if (_fused is null || Random(pass) || !modules.All(Alike)) return null;
        using var scope = NewDisposeScope();
        var all = modules.Cast<BottleneckModule>().Select(m => (Down: m._fused!.Value.Down.As(branch.dtype), Up: m._fused.Value.Up.As(branch.dtype))).ToList();
        var state = Enter(new BranchState(branch, residual), slot);
        var join = config.IsParallel ? branch : state.AdapterResidual;
        // (adapters, rows of each * length, hidden)
        var hidden = state.Hidden.reshape(all.Count, -1, state.Hidden.shape[^1]);
        var reduced = activation(Products.Plus(Biases(all.Select(p => p.Down)), hidden, Weights(all.Select(p => p.Down))));
        var kept = join.reshape(hidden.shape) + Biases(all.Select(p => p.Up)) * scaling.Number!.Value;
        var output = Products.Into(kept, reduced * scaling.Number.Value, Weights(all.Select(p => p.Up))).reshape(branch.shape);
        return (config.OriginalLnAfter ? slot.Base(output, residual) : output).MoveToOuterDisposeScope();
    }

    // Equal configurations have equal shapes in one slot; a number for the scale is the configuration's.
    private bool Alike(BranchModule module) => module is BottleneckModule other && other._fused is not null && other.Configuration.Equals(config);

    // (adapters, in, out)
    private static Tensor Weights(IEnumerable<LinearParameters> parameters) => Products.Stack([.. parameters.Select(p => p.Weight)]).transpose(1, 2);

    // (adapters, 1, out)
    private static Tensor Biases(IEnumerable<LinearParameters> parameters) => Products.Stack([.. parameters.Select(p => p.Bias)]).unsqueeze(1);

    // What the fused operation covers: plain projections, a known activation, a constant scale, no norms or gate of the adapter's own.
    private static (LinearParameters Down, LinearParameters Up, ActivationKind Kind)? Fusible(
        BottleneckConfig config, BottleneckMap down, BottleneckMap up, OutputScaling scaling)
    {
        if (down is not LinearMap reduce || up is not LinearMap expand || scaling.Number is null || config.LnBefore || config.LnAfter || config.UseGating) return null;
        return Bridge.Torch.Activations.KindOf(config.NonLinearity?.ToLowerInvariant() ?? "linear") is { } kind ? (reduce.Parameters, expand.Parameters, kind) : null;
    }

    private bool Random(ForwardPass pass) => pass.Context.Training && (config.Dropout > 0 || config.StochasticDepth > 0);

    // Whole rows are dropped, and the others grow to make up for them (stochastic depth, Huang et al. 2016, arXiv:1603.09382).
    private Tensor Kept(Tensor expanded, ForwardPass pass) => pass.Context.Training && config.StochasticDepth > 0
        ? expanded * pass.Dropout(ones([expanded.shape[0], 1, 1], dtype: expanded.dtype, device: expanded.device), config.StochasticDepth)
        : expanded;

    private Tensor Expanded(Tensor input) => up.Map(activation(down.Map(Normed(input, before))));

    private static Tensor Normed(Tensor input, LinearParameters? parameters) =>
        parameters is { } norm ? nn.functional.layer_norm(input, [norm.Weight.shape[0]], norm.Weight, norm.Bias, NormEpsilon) : input;
}
