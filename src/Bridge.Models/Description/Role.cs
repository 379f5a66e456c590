namespace Bridge.Models.Description;

/// <summary>The parts of a model that have names in checkpoints.</summary>
public enum Role
{
    /// <summary>Token embeddings.</summary>
    TokenEmbedding,

    /// <summary>Map of an image's patches.</summary>
    Patches,

    /// <summary>The learned token in front of an image's patches.</summary>
    FirstToken,

    /// <summary>Learned positions.</summary>
    PositionEmbedding,

    /// <summary>Token types.</summary>
    TypeEmbedding,

    /// <summary>Norm of the embeddings.</summary>
    EmbeddingNorm,

    /// <summary>Projection of the embeddings to the size of the hidden states.</summary>
    EmbeddingProjection,

    /// <summary>Query projection of self-attention.</summary>
    Query,

    /// <summary>Key projection of self-attention.</summary>
    Key,

    /// <summary>Value projection of self-attention.</summary>
    Value,

    /// <summary>Query, key and value projections of self-attention in one weight.</summary>
    QueryKeyValue,

    /// <summary>Output projection of self-attention.</summary>
    AttentionOutput,

    /// <summary>Norm that belongs to self-attention.</summary>
    AttentionNorm,

    /// <summary>Table of biases for distances.</summary>
    RelativeBias,

    /// <summary>Query projection of attention to the encoder.</summary>
    CrossQuery,

    /// <summary>Key projection of attention to the encoder.</summary>
    CrossKey,

    /// <summary>Value projection of attention to the encoder.</summary>
    CrossValue,

    /// <summary>Output projection of attention to the encoder.</summary>
    CrossOutput,

    /// <summary>Norm that belongs to attention to the encoder.</summary>
    CrossNorm,

    /// <summary>Where bottleneck adapters of attention to the encoder hang.</summary>
    CrossBranch,

    /// <summary>Where prefixes of attention to the encoder hang.</summary>
    CrossPrefix,

    /// <summary>Projection that gates the feed-forward part.</summary>
    Gate,

    /// <summary>First projection of the feed-forward part.</summary>
    Up,

    /// <summary>Second projection of the feed-forward part.</summary>
    Down,

    /// <summary>Norm that belongs to the feed-forward part.</summary>
    FeedForwardNorm,

    /// <summary>Norm after the last block.</summary>
    FinalNorm,

    /// <summary>Dense layer over the first token.</summary>
    Pooler,

    /// <summary>Where bottleneck adapters of self-attention hang.</summary>
    AttentionBranch,

    /// <summary>Where bottleneck adapters of the feed-forward part hang.</summary>
    FeedForwardBranch,

    /// <summary>Where prefixes of self-attention hang.</summary>
    AttentionPrefix,

    /// <summary>The block itself.</summary>
    Layer,
}
