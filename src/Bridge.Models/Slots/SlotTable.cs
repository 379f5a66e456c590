namespace Bridge.Models.Slots;

/// <summary>All slots of a model, by kind. What a method may be added to is computed from this.</summary>
public sealed class SlotTable
{
    internal SlotTable(IReadOnlyList<LinearSlot> linear, IReadOnlyList<BranchSlot> branch, IReadOnlyList<AttentionSlot> attention, IReadOnlyList<LayerSlot> layer) =>
        (Linear, Branch, Attention, Layer) = (linear, branch, attention, layer);

    /// <summary>Projections.</summary>
    public IReadOnlyList<LinearSlot> Linear { get; }

    /// <summary>Joins of branches and residuals.</summary>
    public IReadOnlyList<BranchSlot> Branch { get; }

    /// <summary>Attentions.</summary>
    public IReadOnlyList<AttentionSlot> Attention { get; }

    /// <summary>Blocks.</summary>
    public IReadOnlyList<LayerSlot> Layer { get; }
}
