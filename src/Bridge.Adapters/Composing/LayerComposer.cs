using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Compositions on the hidden states leaving a block.</summary>
internal sealed class LayerComposer(IReadOnlyDictionary<string, LayerModule> modules, IReadOnlyDictionary<string, FusionLayer> fusions, LayerSlot slot, ForwardPass pass)
    : Composer<LayerState>(pass)
{
    protected override bool Has(string adapter) => modules.ContainsKey(adapter);

    protected override long Size(LayerState state, int dimension) => dimension == 0 ? state.Hidden.shape[0] : state.Count;

    protected override LayerState Single(string adapter, LayerState state) => state with { Hidden = modules[adapter].Apply(state.Hidden, state.Mask, slot, Pass) };

    protected override LayerState Fused(Fuse fuse, LayerState state)
    {
        var changes = fuse.Children.Where(Acts).Select(child => Child(child, state).Hidden - state.Hidden).ToArray();
        return state with { Hidden = state.Hidden + fusions[fuse.Name].Change(state.Hidden, stack(changes, 2), Pass) };
    }

    protected override LayerState Slice(LayerState state, long start, long count, int dimension) => dimension == 0
        ? state with { Hidden = state.Hidden.narrow(0, start, count), Mask = state.Mask?.narrow(0, start, count) }
        : state with { Start = state.Start + start, Count = count };

    protected override LayerState Concatenate(IReadOnlyList<LayerState> states, LayerState whole, int dimension)
    {
        if (dimension == 0) return whole with { Hidden = cat(states.Select(s => s.Hidden).ToArray(), 0) };
        var end = whole.Start + whole.Count;
        Tensor[] parts = [whole.Hidden.narrow(1, 0, whole.Start), .. states.Select(s => s.Seen), whole.Hidden.narrow(1, end, whole.Hidden.shape[1] - end)];
        return whole with { Hidden = cat(parts, 1) };
    }

    // Of changes, as in projections: the states themselves stay what they are.
    protected override LayerState Mean(IReadOnlyList<LayerState> states, IReadOnlyList<double> weights, LayerState whole)
    {
        var sum = zeros_like(whole.Hidden);
        for (var i = 0; i < states.Count; i++) sum = sum + (states[i].Hidden - whole.Hidden) * weights[i];
        return whole with { Hidden = whole.Hidden + sum / states.Count };
    }

    protected override LayerState Reorder(LayerState state, Tensor order) =>
        state with { Hidden = state.Hidden.index_select(0, order), Mask = state.Mask?.index_select(0, order) };
}
