using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>
/// The first adapter of a composition acts on all rows, whatever the composition, as in the reference library: trained adapters depend on it. (A composition that fuses changes
/// of hidden states, which that library has not, is run by <see cref="LayerHook"/>.)
/// </summary>
internal sealed class FirstLayerHook(LayerModule module) : ILayerHook
{
    public Tensor Forward(LayerSlot slot, Tensor hidden, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        return module.Apply(hidden, pass.AttentionMask, slot, pass).MoveToOuterDisposeScope();
    }
}
