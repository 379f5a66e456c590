using Bridge.Models.Description;
using Bridge.Models.Parts;
using Bridge.Models.Slots;

namespace Bridge.Models;

/// <summary>Puts a described model together from its weights and numbers its slots.</summary>
internal sealed class ModelBuilder(ModelDescription description, ModelWeights weights)
{
    private readonly List<LinearSlot> _linear = [];
    private readonly List<BranchSlot> _branch = [];
    private readonly List<AttentionSlot> _attention = [];
    private readonly List<LayerSlot> _layer = [];

    public SlotTable Slots => new(_linear, _branch, _attention, _layer);

    public Embeddings Embeddings()
    {
        var spec = description.Embedding;
        var size = description.EmbeddingSize;
        return new Embeddings(
            spec,
            weights.Get(description.Names.Of(Role.TokenEmbedding) + ".weight", spec.VocabularySize, size),
            Positions(spec, size),
            spec.TypeVocabularySize > 0 ? weights.Get(description.Names.Of(Role.TypeEmbedding) + ".weight", spec.TypeVocabularySize, size) : null,
            spec.Norm is null ? null : Norm(spec.Norm, Role.EmbeddingNorm, -1, size),
            size == description.HiddenSize ? null : Projection(description.Names.Of(Role.EmbeddingProjection), size));
    }

    public Block Block(int layer)
    {
        var spec = description.Block;
        var (hidden, inner) = (description.HiddenSize, spec.FeedForward.InnerSize);
        var heads = spec.Attention.Heads * spec.Attention.HeadSize;
        var attention = new AttentionSlot(_attention.Count, description.Names.Of(Role.AttentionPrefix, layer), description.PrefixKey, layer, SlotLocation.SelfAttention,
            spec.Attention.Heads, spec.Attention.HeadSize);
        _attention.Add(attention);
        var self = new SelfAttention(
            spec.Attention,
            Linear(Role.Query, LinearRole.Query, SlotLocation.SelfAttention, layer, hidden, heads, spec.Attention.Bias),
            Linear(Role.Key, LinearRole.Key, SlotLocation.SelfAttention, layer, hidden, heads, spec.Attention.Bias),
            Linear(Role.Value, LinearRole.Value, SlotLocation.SelfAttention, layer, hidden, heads, spec.Attention.Bias),
            attention);
        var slot = new LayerSlot(layer, description.Names.Of(Role.Layer, layer), hidden);
        _layer.Add(slot);
        return new Block(
            spec,
            self,
            Linear(Role.AttentionOutput, LinearRole.AttentionOutput, SlotLocation.SelfAttention, layer, heads, hidden, spec.Attention.Bias),
            Branch(Role.AttentionBranch, Role.AttentionNorm, SlotLocation.SelfAttention, layer),
            Linear(Role.Up, LinearRole.Up, SlotLocation.FeedForward, layer, hidden, inner, spec.FeedForward.Bias),
            Linear(Role.Down, LinearRole.Down, SlotLocation.FeedForward, layer, inner, hidden, spec.FeedForward.Bias),
            Branch(Role.FeedForwardBranch, Role.FeedForwardNorm, SlotLocation.FeedForward, layer),
            slot);
    }

    private Positions? Positions(EmbeddingSpec spec, int size)
    {
        if (spec.MaxPositions == 0) return null;
        var table = weights.Get(description.Names.Of(Role.PositionEmbedding) + ".weight", spec.MaxPositions, size);
        return spec.PaddingToken is { } padding ? new TokenPositions(table, padding) : new Positions(table, spec.PositionOffset);
    }

    private (Tensor Weight, Tensor? Bias) Projection(string name, int from) => (weights.Get(name + ".weight", description.HiddenSize, from), weights.Get(name + ".bias", description.HiddenSize));

    /// <summary>The pooler's weight and bias, or null where the checkpoint has none.</summary>
    public (Tensor Weight, Tensor Bias)? Pooler()
    {
        if (!description.Pooler) return null;
        var name = description.Names.Of(Role.Pooler);
        if (!weights.Has(name + ".weight")) return null;
        var hidden = description.HiddenSize;
        return (weights.Get(name + ".weight", hidden, hidden), weights.Get(name + ".bias", hidden));
    }

    private LinearSlot Linear(Role role, LinearRole linear, SlotLocation location, int layer, int from, int to, bool bias)
    {
        var name = description.Names.Of(role, layer);
        var slot = new LinearSlot(_linear.Count, name, layer, linear, location, weights.Get(name + ".weight", to, from), bias ? weights.Get(name + ".bias", to) : null);
        _linear.Add(slot);
        return slot;
    }

    private BranchSlot Branch(Role role, Role norm, SlotLocation location, int layer)
    {
        var slot = new BranchSlot(_branch.Count, description.Names.Of(role, layer), layer, location, description.HiddenSize,
            description.Block.Placement == NormPlacement.Post ? Norm(description.Block.Norm, norm, layer, description.HiddenSize) : null);
        _branch.Add(slot);
        return slot;
    }

    private Norm Norm(NormSpec spec, Role role, int layer, int size)
    {
        var name = description.Names.Of(role, layer);
        return new Norm(spec, weights.Get(name + ".weight", size), spec.Kind == NormKind.Layer ? weights.Get(name + ".bias", size) : null);
    }
}
