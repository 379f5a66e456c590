using Bridge.Models.Slots;
using Bridge.Models.Vocabularies;
using Bridge.Torch;

namespace Bridge.Models;

/// <summary>Everything a call may vary, passed along; nothing is ambient, so concurrent calls may differ and a recomputation sees the same.</summary>
public sealed record ForwardContext
{
    /// <summary>A plain call: no adapter, no dropout.</summary>
    public static ForwardContext Plain { get; } = new();

    /// <summary>What acts in the slots; null is the base model alone.</summary>
    public SlotHooks? Hooks { get; init; }

    /// <summary>Whether dropout acts. Needs <see cref="Random"/>.</summary>
    public bool Training { get; init; }

    /// <summary>Where dropout draws from.</summary>
    public RandomSource? Random { get; init; }

    /// <summary>
    /// Probability wherever the architecture drops, and in heads and fusions without one of their own, in place of the model's; in [0, 1). Null leaves the model's.
    /// </summary>
    public double? Dropout { get; init; }

    /// <summary>Whether each block's hidden states are wanted.</summary>
    public bool OutputHiddenStates { get; init; }

    /// <summary>Whether each attention's probabilities are wanted. They are then computed, which fused attention does not.</summary>
    public bool OutputAttentions { get; init; }

    /// <summary>How tokens that adapters add are masked.</summary>
    public ReferenceAttention ReferenceAttention { get; init; }

    /// <summary>Keys and values of earlier tokens, for decoders that go on; null for whole sequences.</summary>
    public KeyValueCache? Cache { get; init; }

    /// <summary>Whether the pooled output is wanted, where the model has one.</summary>
    public bool OutputPooled { get; init; } = true;

    /// <summary>
    /// Whether blocks are computed a second time in the backward pass instead of keeping what it needs: memory for time, the gradients are equal. No effect where nothing is
    /// recorded, or with a cache.
    /// </summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Looked at before each block.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Fused operations, or the composite form that tests compare against.</summary>
    public Execution Execution { get; init; }

    /// <summary>Receives what slots can tell beside their result (gating scores, fusion attentions), or null.</summary>
    public ISlotObserver? Observer { get; init; }

    /// <summary>Whether the caller has repeated the rows for the children of a Parallel composition, as generation does; else the pass repeats them.</summary>
    public bool RowsRepeated { get; init; }

    /// <summary>For heads that look at words: the number of each word's first token and one past the last word, int64 (rows, words), padded with the padding token's number.</summary>
    public Tensor? WordStarts { get; init; }

    /// <summary>
    /// Token embeddings in place of the base model's own; null for its own. Heads that are tied to the embeddings project to these.
    /// </summary>
    public TokenEmbedding? TokenEmbeddings { get; init; }

    /// <summary>Which child of a MultiTask composition each row belongs to.</summary>
    public IReadOnlyList<int>? TaskIds { get; init; }
}
