using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>What an adapter does to the hidden states leaving a block.</summary>
internal abstract class LayerModule
{
    /// <summary>New hidden states from (rows, length, hidden).</summary>
    public abstract Tensor Apply(Tensor hidden, LayerSlot slot, ForwardPass pass);
}
