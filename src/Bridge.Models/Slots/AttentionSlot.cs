namespace Bridge.Models.Slots;

/// <summary>Keys and values of one attention, before the scores.</summary>
public sealed class AttentionSlot
{
    internal AttentionSlot(int index, string name, string key, int layer, SlotLocation location, int heads, int headSize) =>
        (Index, Name, Key, Layer, Location, Heads, HeadSize) = (index, name, key, layer, location, heads, headSize);

    /// <summary>Number among the attention slots.</summary>
    public int Index { get; }

    /// <summary>Name of the module that prefixes hang on, in checkpoints.</summary>
    public string Name { get; }

    /// <summary>The field's name of its kind of attention, under which prefixes lie in their pool: <c>self_prefix</c>, <c>cross_prefix</c>, <c>encoder_prefix</c>.</summary>
    public string Key { get; }

    /// <summary>The block it belongs to.</summary>
    public int Layer { get; }

    /// <summary>Self- or cross-attention.</summary>
    public SlotLocation Location { get; }

    /// <summary>Heads of keys and values.</summary>
    public int Heads { get; }

    /// <summary>Size of a head.</summary>
    public int HeadSize { get; }
}
