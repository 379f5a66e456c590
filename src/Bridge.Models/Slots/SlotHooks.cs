namespace Bridge.Models.Slots;

/// <summary>What acts in each slot of a model during a call: one entry a slot, null where nothing does. Immutable once handed out.</summary>
public sealed class SlotHooks
{
    /// <summary>Nothing in any slot of that model.</summary>
    public SlotHooks(SlotTable slots)
    {
        Linear = new ILinearHook?[slots.Linear.Count];
        Branch = new IBranchHook?[slots.Branch.Count];
        Attention = new IAttentionHook?[slots.Attention.Count];
        Layer = new ILayerHook?[slots.Layer.Count];
    }

    /// <summary>By <see cref="LinearSlot.Index"/>.</summary>
    public ILinearHook?[] Linear { get; }

    /// <summary>By <see cref="BranchSlot.Index"/>.</summary>
    public IBranchHook?[] Branch { get; }

    /// <summary>By <see cref="AttentionSlot.Index"/>.</summary>
    public IAttentionHook?[] Attention { get; }

    /// <summary>By <see cref="LayerSlot.Layer"/>.</summary>
    public ILayerHook?[] Layer { get; }

    /// <summary>On the embeddings' output.</summary>
    public IEmbeddingHook? Embedding { get; init; }

    /// <summary>How often rows are repeated (children of a Parallel composition); 1 for none.</summary>
    public int RowFactor { get; init; } = 1;

    /// <summary>The block before which rows are repeated; -1: before the embedding slot. Everything below is computed once.</summary>
    public int RepeatBefore { get; init; }
}
