using Bridge.Models.Description;
using Bridge.Models.Parts;
using Bridge.Models.Slots;

namespace Bridge.Models;

/// <summary>Puts a described model together from its weights and numbers its slots.</summary>
internal sealed class ModelBuilder(ModelDescription description, ModelWeights weights, SlotLists slots)
{
    private readonly Rotary? _rotary = description.Block.Attention.Rotary is { } spec ? new Rotary(spec) : null;
    private RelativeBias? _relative;

    /// <summary>Embeddings, blocks and final norm. Blocks are numbered behind those that the lists hold already.</summary>
    public BlockStack Stack()
    {
        var embeddings = Embeddings();
        if (description.Block.Attention.Relative is { } relative)
            _relative = new RelativeBias(relative, description.Block.Attention.Causal, weights.Get(description.Names.Of(Role.RelativeBias) + ".weight", relative.Buckets, description.Block.Attention.Heads));
        var first = slots.Layer.Count;
        return new BlockStack(description, embeddings, [.. Enumerable.Range(0, description.LayerCount).Select(i => Block(i, first + i))], FinalNorm());
    }

    private InputEmbeddings Embeddings()
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

    private Block Block(int place, int number)
    {
        var spec = description.Block;
        var self = Attention(place, number);
        var cross = description.Block.Attention.Causal && description.Names.Has(Role.CrossQuery) ? CrossAttention(place, number) : null;
        var norm = Before(Role.FeedForwardNorm, place);
        var feedForward = FeedForward(spec.FeedForward, place, number);
        var join = Branch(Role.FeedForwardBranch, Role.FeedForwardNorm, SlotLocation.FeedForward, place, number);
        var layer = new LayerSlot(number, description.Names.Of(Role.Layer, place), description.HiddenSize);
        slots.Layer.Add(layer);
        return new Block(self, cross, norm, feedForward, join, spec.FeedForwardDrops ? spec.HiddenDropout : null, layer);
    }

    private AttentionSublayer Attention(int place, int number)
    {
        var spec = description.Block;
        var hidden = description.HiddenSize;
        var (queries, keys) = (spec.Attention.Heads * spec.Attention.HeadSize, KeyValueHeads * spec.Attention.HeadSize);
        var slot = Slot(Role.AttentionPrefix, description.PrefixKey, SlotLocation.SelfAttention, place, number);
        var (query, key, value) = description.Names.Has(Role.QueryKeyValue)
            ? Merged(place, number, hidden, queries, spec.Attention.Bias)
            : (Linear(Role.Query, LinearRole.Query, SlotLocation.SelfAttention, place, number, hidden, queries, spec.Attention.Bias),
                Linear(Role.Key, LinearRole.Key, SlotLocation.SelfAttention, place, number, hidden, keys, spec.Attention.Bias),
                Linear(Role.Value, LinearRole.Value, SlotLocation.SelfAttention, place, number, hidden, keys, spec.Attention.Bias));
        return new AttentionSublayer(
            Before(Role.AttentionNorm, place),
            new MultiHeadAttention(spec.Attention, query, key, value, slot, _rotary, _relative),
            Linear(Role.AttentionOutput, LinearRole.AttentionOutput, SlotLocation.SelfAttention, place, number, queries, hidden, spec.Attention.OutputBias ?? spec.Attention.Bias),
            Branch(Role.AttentionBranch, Role.AttentionNorm, SlotLocation.SelfAttention, place, number),
            spec.AttentionDrops ? spec.HiddenDropout : null,
            spec.AttentionJoinTurned);
    }

    // Without positions of its own: the encoder's states are where they are.
    private AttentionSublayer CrossAttention(int place, int number)
    {
        var spec = description.Block;
        var (hidden, size) = (description.HiddenSize, spec.Attention.Heads * spec.Attention.HeadSize);
        var slot = Slot(Role.CrossPrefix, "cross_prefix", SlotLocation.CrossAttention, place, number);
        return new AttentionSublayer(
            Before(Role.CrossNorm, place),
            new MultiHeadAttention(
                spec.Attention,
                Linear(Role.CrossQuery, LinearRole.Query, SlotLocation.CrossAttention, place, number, hidden, size, spec.Attention.Bias),
                Linear(Role.CrossKey, LinearRole.Key, SlotLocation.CrossAttention, place, number, hidden, size, spec.Attention.Bias),
                Linear(Role.CrossValue, LinearRole.Value, SlotLocation.CrossAttention, place, number, hidden, size, spec.Attention.Bias),
                slot, null, null),
            Linear(Role.CrossOutput, LinearRole.AttentionOutput, SlotLocation.CrossAttention, place, number, size, hidden, spec.Attention.OutputBias ?? spec.Attention.Bias),
            Branch(Role.CrossBranch, Role.CrossNorm, SlotLocation.CrossAttention, place, number),
            spec.HiddenDropout);
    }

    private AttentionSlot Slot(Role role, string key, SlotLocation location, int place, int number)
    {
        var slot = new AttentionSlot(slots.Attention.Count, description.Names.Of(role, place), key, number, location, KeyValueHeads, description.Block.Attention.HeadSize);
        slots.Attention.Add(slot);
        return slot;
    }

    private Norm? FinalNorm() => description.Names.Has(Role.FinalNorm) ? Norm(description.Block.Norm, Role.FinalNorm, -1, description.HiddenSize) : null;

    private int KeyValueHeads => description.Block.Attention.KeyValueHeads ?? description.Block.Attention.Heads;

    private FeedForward FeedForward(FeedForwardSpec spec, int place, int number)
    {
        var (hidden, inner) = (description.HiddenSize, spec.InnerSize);
        var (first, last) = spec.TargetsTurned ? (LinearRole.Down, LinearRole.Up) : (LinearRole.Up, LinearRole.Down);
        var gate = spec.Gated ? Linear(Role.Gate, LinearRole.Gate, SlotLocation.FeedForward, place, number, hidden, inner, spec.Bias) : null;
        var up = Linear(Role.Up, first, SlotLocation.FeedForward, place, number, hidden, inner, spec.Bias);
        var down = Linear(Role.Down, last, SlotLocation.FeedForward, place, number, inner, hidden, spec.Bias);
        return gate is null ? new FeedForward(spec, up, down) : new GatedFeedForward(spec, gate, up, down);
    }

    // The norm in front of a sublayer, where norms stand there.
    private Norm? Before(Role role, int layer) =>
        description.Block.Placement == NormPlacement.Pre ? Norm(description.Block.Norm, role, layer, description.HiddenSize) : null;

    private PatchEmbeddings Patches(PatchSpec spec, double? dropout)
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

    private LinearSlot Linear(Role role, LinearRole linear, SlotLocation location, int place, int number, int from, int to, bool bias)
    {
        var name = description.Names.Of(role, place);
        return Add(new LinearSlot(slots.Linear.Count, name, number, linear, location, Weight(name, from, to), bias ? weights.Get(name + ".bias", to) : null));
    }

    // Three projections over the memory of one.
    private (LinearSlot Query, LinearSlot Key, LinearSlot Value) Merged(int layer, int number, int from, int to, bool bias)
    {
        var parent = new MergedProjection(description.Names.Of(Role.QueryKeyValue, layer));
        var weight = Weight(parent.Name, from, 3 * to);
        var offsets = bias ? weights.Get(parent.Name + ".bias", 3 * to) : null;
        return (Part("q", LinearRole.Query, 0), Part("k", LinearRole.Key, 1), Part("v", LinearRole.Value, 2));

        LinearSlot Part(string letter, LinearRole role, int part)
        {
            var slot = new LinearSlot(slots.Linear.Count, $"{parent.Name}.{letter}", number, role, SlotLocation.SelfAttention,
                weights.Keep(weight.narrow(0, (long)part * to, to)), offsets is null ? null : weights.Keep(offsets.narrow(0, (long)part * to, to))) { Parent = parent };
            parent.Add(slot);
            return Add(slot);
        }
    }

    private LinearSlot Add(LinearSlot slot)
    {
        slots.Linear.Add(slot);
        return slot;
    }

    // (to, from)
    private Tensor Weight(string name, int from, int to) =>
        description.TransposedWeights ? weights.Keep(weights.Get(name + ".weight", from, to).t()) : weights.Get(name + ".weight", to, from);

    private BranchSlot Branch(Role role, Role norm, SlotLocation location, int place, int number)
    {
        var slot = new BranchSlot(slots.Branch.Count, description.Names.Of(role, place), number, location, description.HiddenSize,
            description.Block.Placement == NormPlacement.Post ? Norm(description.Block.Norm, norm, place, description.HiddenSize) : null);
        slots.Branch.Add(slot);
        return slot;
    }

    private Norm Norm(NormSpec spec, Role role, int layer, int size)
    {
        var name = description.Names.Of(role, layer);
        return new Norm(spec, weights.Get(name + ".weight", size), spec.Kind == NormKind.Layer ? weights.Get(name + ".bias", size) : null);
    }
}
