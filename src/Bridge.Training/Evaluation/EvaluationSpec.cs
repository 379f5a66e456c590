using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Models.Vocabularies;
using Bridge.Training.Data;

namespace Bridge.Training.Evaluation;

/// <summary>What to evaluate, on what.</summary>
public sealed record EvaluationSpec
{
    /// <summary>The base model.</summary>
    public required TransformerModel Model { get; init; }

    /// <summary>Its adapters.</summary>
    public required AdapterSet Adapters { get; init; }

    /// <summary>Its heads.</summary>
    public required HeadSet Heads { get; init; }

    /// <summary>The head that predicts.</summary>
    public required string Head { get; init; }

    /// <summary>How adapters act, or null for the base model alone.</summary>
    public Composition? Composition { get; init; }

    /// <summary>The token embeddings that act; null for the model's own.</summary>
    public TokenEmbedding? Embedding { get; init; }

    /// <summary>The rows, with labels or without.</summary>
    public required EncodedDataset Data { get; init; }

    /// <summary>Id of the padding token.</summary>
    public int PaddingId { get; init; }

    /// <summary>Rows of a batch.</summary>
    public int BatchSize { get; init; } = 64;
}
