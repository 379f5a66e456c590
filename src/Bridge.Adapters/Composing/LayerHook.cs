using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Runs a composition on the hidden states leaving a block.</summary>
internal sealed class LayerHook(Composition setup, IReadOnlyDictionary<string, LayerModule> modules, IReadOnlyDictionary<string, FusionLayer> fusions) : ILayerHook
{
    public Tensor Forward(LayerSlot slot, Tensor hidden, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        return new LayerComposer(modules, fusions, slot, pass).Run(setup, new LayerState(hidden, pass.AttentionMask))
            .Settle(state => state.Seen.alias(), (parts, dimension) => cat([.. parts], dimension))
            .MoveToOuterDisposeScope();
    }
}
