using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>What an adapter does to the hidden states leaving a block.</summary>
internal abstract class LayerModule
{
    /// <summary>New hidden states from (rows, length, hidden); <paramref name="mask"/> (rows, length) tells the tokens of these rows from padding, null where all are tokens.</summary>
    public abstract Tensor Apply(Tensor hidden, Tensor? mask, LayerSlot slot, ForwardPass pass);
}
