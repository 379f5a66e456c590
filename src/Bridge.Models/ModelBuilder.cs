using Bridge.Models.Description;
using Bridge.Models.Parts;
using Bridge.Models.Slots;

namespace Bridge.Models;

/// <summary>Puts a described model together from its weights and numbers its slots.</summary>
internal sealed class ModelBuilder(ModelDescription description, ModelWeights weights)
{
    private readonly Rotary? _rotary = description.Block.Attention.Rotary is { } spec ? new Rotary(spec) : null;
    private readonly List<LinearSlot> _linear = [];
    private readonly List<BranchSlot> _branch = [];
    private readonly List<AttentionSlot> _attention = [];
    private readonly List<LayerSlot> _layer = [];

    public SlotTable Slots => new(_linear, _branch, _attention, _layer);

    public InputEmbeddings Embeddings()
    {
        var spec = description.Embedding;
        if (description.Patches is { } patches) return Patches(patches, spec.Dropout);
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
        var hidden = description.HiddenSize;
        var (queries, keys) = (spec.Attention.Heads * spec.Attention.HeadSize, KeyValueHeads * spec.Attention.HeadSize);
        var attention = new AttentionSlot(_attention.Count, description.Names.Of(Role.AttentionPrefix, layer), description.PrefixKey, layer, SlotLocation.SelfAttention, KeyValueHeads, spec.Attention.HeadSize);
        _attention.Add(attention);
        var (query, key, value) = description.Names.Has(Role.QueryKeyValue)
            ? Merged(layer, hidden, queries, spec.Attention.Bias)
            : (Linear(Role.Query, LinearRole.Query, SlotLocation.SelfAttention, layer, hidden, queries, spec.Attention.Bias),
                Linear(Role.Key, LinearRole.Key, SlotLocation.SelfAttention, layer, hidden, keys, spec.Attention.Bias),
                Linear(Role.Value, LinearRole.Value, SlotLocation.SelfAttention, layer, hidden, keys, spec.Attention.Bias));
        var self = new SelfAttention(spec.Attention, query, key, value, attention, _rotary);
        var slot = new LayerSlot(layer, description.Names.Of(Role.Layer, layer), hidden);
        _layer.Add(slot);
        return new Block(
            spec,
            Before(Role.AttentionNorm, layer),
            self,
            Linear(Role.AttentionOutput, LinearRole.AttentionOutput, SlotLocation.SelfAttention, layer, queries, hidden, spec.Attention.OutputBias ?? spec.Attention.Bias),
            Branch(Role.AttentionBranch, Role.AttentionNorm, SlotLocation.SelfAttention, layer),
            Before(Role.FeedForwardNorm, layer),
            FeedForward(spec.FeedForward, layer),
            Branch(Role.FeedForwardBranch, Role.FeedForwardNorm, SlotLocation.FeedForward, layer),
            slot);
    }

    /// <summary>The norm after the last block, or null.</summary>
    public Norm? FinalNorm() => description.Names.Has(Role.FinalNorm) ? Norm(description.Block.Norm, Role.FinalNorm, -1, description.HiddenSize) : null;

    private int KeyValueHeads => description.Block.Attention.KeyValueHeads ?? description.Block.Attention.Heads;

    private FeedForward FeedForward(FeedForwardSpec spec, int layer)
    {
        var (hidden, inner) = (description.HiddenSize, spec.InnerSize);
        var (first, last) = spec.TargetsTurned ? (LinearRole.Down, LinearRole.Up) : (LinearRole.Up, LinearRole.Down);
        var gate = spec.Gated ? Linear(Role.Gate, LinearRole.Gate, SlotLocation.FeedForward, layer, hidden, inner, spec.Bias) : null;
        var up = Linear(Role.Up, first, SlotLocation.FeedForward, layer, hidden, inner, spec.Bias);
        var down = Linear(Role.Down, last, SlotLocation.FeedForward, layer, inner, hidden, spec.Bias);
        return gate is null ? new FeedForward(spec, up, down) : new GatedFeedForward(spec, gate, up, down);
    }

    // The norm in front of a sublayer, where norms stand there.
    private Norm? Before(Role role, int layer) =>
        description.Block.Placement == NormPlacement.Pre ? Norm(description.Block.Norm, role, layer, description.HiddenSize) : null;

    private PatchEmbeddings Patches(PatchSpec spec, double dropout)
    {
        var (hidden, name) = (description.HiddenSize, description.Names.Of(Role.Patches));
        return new PatchEmbeddings(spec.PatchSize, dropout, weights.Get(name + ".weight", hidden, spec.Channels, spec.PatchSize, spec.PatchSize), weights.Get(name + ".bias", hidden),
            weights.Get(description.Names.Of(Role.FirstToken), 1, 1, hidden), weights.Get(description.Names.Of(Role.PositionEmbedding), 1, spec.Length, hidden));
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
        var size = description.PoolerSize ?? hidden;
        return (weights.Get(name + ".weight", size, hidden), weights.Get(name + ".bias", size));
    }

    private LinearSlot Linear(Role role, LinearRole linear, SlotLocation location, int layer, int from, int to, bool bias)
    {
        var name = description.Names.Of(role, layer);
        return Add(new LinearSlot(_linear.Count, name, layer, linear, location, Weight(name, from, to), bias ? weights.Get(name + ".bias", to) : null));
    }

    // Three projections over the memory of one.
    private (LinearSlot Query, LinearSlot Key, LinearSlot Value) Merged(int layer, int from, int to, bool bias)
    {
        var parent = new MergedProjection(description.Names.Of(Role.QueryKeyValue, layer));
        var weight = Weight(parent.Name, from, 3 * to);
        var offsets = bias ? weights.Get(parent.Name + ".bias", 3 * to) : null;
        return (Part("q", LinearRole.Query, 0), Part("k", LinearRole.Key, 1), Part("v", LinearRole.Value, 2));

        LinearSlot Part(string letter, LinearRole role, int place)
        {
            var slot = new LinearSlot(_linear.Count, $"{parent.Name}.{letter}", layer, role, SlotLocation.SelfAttention,
                weights.Keep(weight.narrow(0, (long)place * to, to)), offsets is null ? null : weights.Keep(offsets.narrow(0, (long)place * to, to))) { Parent = parent };
            parent.Add(slot);
            return Add(slot);
        }
    }

    private LinearSlot Add(LinearSlot slot)
    {
        _linear.Add(slot);
        return slot;
    }

    // (to, from)
    private Tensor Weight(string name, int from, int to) =>
        description.TransposedWeights ? weights.Keep(weights.Get(name + ".weight", from, to).t()) : weights.Get(name + ".weight", to, from);

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
