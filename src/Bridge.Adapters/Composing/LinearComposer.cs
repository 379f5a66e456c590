using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Compositions in a linear slot.</summary>
internal sealed class LinearComposer(IReadOnlyDictionary<string, LinearModule> modules, IReadOnlyDictionary<string, FusionLayer> fusions, LinearSlot slot, ForwardPass pass)
    : Composer<LinearState>(pass)
{
    /// <summary>The output with the change joined into it, in the output's type: parameters are kept in float32.</summary>
    public static Tensor Settle(LinearState state, LinearSlot slot) => state.Change is null ? state.Output : state.Last!.Join(state.Output, state.Change, slot).to(state.Output.dtype);

    protected override bool Has(string adapter) => modules.ContainsKey(adapter);

    protected override long Size(LinearState state, int dimension) => state.Input.shape[dimension];

    protected override LinearState Single(string adapter, LinearState state)
    {
        var module = modules[adapter];
        // Behind a fusion, what goes on from a change takes the fusion's; what multiplies the projection's output multiplies the fused one.
        if (state.Last is FusedChange && !module.Continues) state = new LinearState(state.Input, Settle(state, slot), null, null);
        return state with { Change = module.Change(state.Change, state.Input, slot, Pass), Last = module };
    }

    protected override LinearState Fused(Fuse fuse, LinearState state)
    {
        var changes = fuse.Children.Where(Acts).Select(child => Difference(Child(child, state), state.Output)).ToArray();
        return state with { Change = fusions[fuse.Name].Change(state.Output, stack(changes, 2), Pass), Last = FusedChange.Instance };
    }

    // What a part alone changes, (rows, length, out).
    private Tensor Difference(LinearState part, Tensor output)
    {
        var difference = ReferenceEquals(part.Output, output) ? part.Last!.Difference(output, part.Change!, slot) : Settle(part, slot) - output;
        // A LoRA behind (IA)^3 takes its vector and has one change for all tokens.
        return difference.to(output.dtype).expand_as(output);
    }

    protected override LinearState Slice(LinearState state, long start, long count, int dimension) =>
        new(state.Input.narrow(dimension, start, count), state.Output.narrow(dimension, start, count), Narrow(state.Change, start, count, dimension), state.Last);

    // Children of one kind. Others join their own rows, and what comes next sees the change of each.
    protected override bool Alike(IReadOnlyList<LinearState> states, int dimension) =>
        states.All(s => s.Last!.GetType() == states[0].Last!.GetType() && (dimension == 1 || s.Change!.shape[1] == states[0].Change!.shape[1]));

    // The last part's adapter joins all rows, its magnitude too where it has one: as in the reference library, whose trained adapters depend on it.
    protected override LinearState Concatenate(IReadOnlyList<LinearState> states, LinearState whole, int dimension) =>
        whole with
        {
            Output = whole.Last is FusedChange ? cat(states.Select(s => s.Output).ToArray(), dimension) : whole.Output,
            Change = cat(states.Select(s => dimension == 0 ? s.Change! : s.Change!.expand(-1, s.Input.shape[1], -1)).ToArray(), dimension),
            Last = states[^1].Last,
        };

    protected override LinearState Mean(IReadOnlyList<LinearState> states, IReadOnlyList<double> weights, LinearState whole)
    {
        var sum = zeros_like(states[0].Change!);
        for (var i = 0; i < states.Count; i++) sum = sum + states[i].Change! * weights[i];
        return whole with { Output = states[^1].Output, Change = sum / states.Count, Last = states[^1].Last };
    }

    protected override LinearState Reorder(LinearState state, Tensor order) =>
        new(state.Input.index_select(0, order), state.Output.index_select(0, order), state.Change?.index_select(0, order), state.Last);

    private static Tensor? Narrow(Tensor? change, long start, long count, int dimension) =>
        change is null || (dimension == 1 && change.shape[1] == 1) ? change : change.narrow(dimension, start, count);
}
