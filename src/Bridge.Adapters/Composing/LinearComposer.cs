using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Compositions in a linear slot.</summary>
internal sealed class LinearComposer(IReadOnlyDictionary<string, LinearModule> modules, LinearSlot slot, ForwardPass pass) : Composer<LinearState>(pass)
{
    /// <summary>The state with its change joined into the output.</summary>
    public static LinearState Settle(LinearState state, LinearSlot slot) =>
        state.Change is null ? state : state with { Output = state.Last!.Join(state.Output, state.Change, slot), Change = null, Last = null };

    protected override bool Has(string adapter) => modules.ContainsKey(adapter);

    protected override long Rows(LinearState state) => state.Input.shape[0];

    protected override LinearState Single(string adapter, LinearState state)
    {
        var module = modules[adapter];
        return state with { Change = module.Change(state.Change, state.Input, slot, Pass), Last = module };
    }

    protected override LinearState Slice(LinearState state, long start, long count, int dimension) =>
        new(state.Input.narrow(dimension, start, count), state.Output.narrow(dimension, start, count), Narrow(state.Change, start, count, dimension), state.Last);

    protected override LinearState Concatenate(IReadOnlyList<LinearState> states, LinearState whole, int dimension)
    {
        var changes = states.Select(s => s.Change).ToList();
        var alike = changes.All(c => c is not null && c.shape[1] == changes[0]!.shape[1]) && states.All(s => s.Last!.GetType() == states[0].Last!.GetType());
        // The last part's adapter joins all rows, its magnitude too where it has one: as in the reference library, whose trained adapters depend on it.
        if (alike)
            return whole with { Change = cat(changes.ToArray()!, dimension), Last = states[^1].Last };
        // Children of different kinds, or rows without an adapter: each change joins its own rows.
        var settled = states.Select(s => Settle(s, slot).Output).ToArray();
        return whole with { Output = cat(settled, dimension), Change = null, Last = null };
    }

    protected override LinearState Mean(IReadOnlyList<LinearState> states, IReadOnlyList<double> weights, LinearState whole)
    {
        var sum = zeros_like(states[0].Change!);
        for (var i = 0; i < states.Count; i++) sum = sum + states[i].Change! * weights[i];
        return whole with { Change = sum / states.Count, Last = states[^1].Last };
    }

    protected override LinearState Reorder(LinearState state, Tensor order) =>
        new(state.Input.index_select(0, order), state.Output.index_select(0, order), state.Change?.index_select(0, order), state.Last);

    private static Tensor? Narrow(Tensor? change, long start, long count, int dimension) =>
        change is null || change.shape[dimension] == 1 ? change : change.narrow(dimension, start, count);
}
