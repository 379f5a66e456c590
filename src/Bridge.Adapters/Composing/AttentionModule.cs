using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>What an adapter does to keys and values of an attention.</summary>
internal abstract class AttentionModule
{
    /// <summary>The state after the adapter.</summary>
    public abstract PrefixState Apply(PrefixState state, AttentionSlot slot, ForwardPass pass);
}
