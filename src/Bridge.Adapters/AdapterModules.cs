using Bridge.Adapters.Composing;

namespace Bridge.Adapters;

/// <summary>What one adapter puts in which slot, by the slot's number.</summary>
internal sealed class AdapterModules
{
    public Dictionary<int, LinearModule> Linear { get; } = [];

    public Dictionary<int, BranchModule> Branch { get; } = [];

    public Dictionary<int, AttentionModule> Attention { get; } = [];

    public Dictionary<int, LayerModule> Layer { get; } = [];

    public List<EmbeddingModule> Embedding { get; } = [];

    /// <summary>How many slots it acts in.</summary>
    public int Count => Linear.Count + Branch.Count + Attention.Count + Layer.Count + Embedding.Count;
}
