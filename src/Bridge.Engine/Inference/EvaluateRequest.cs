using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>A dataset to score.</summary>
public sealed record EvaluateRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>The rows.</summary>
    public required string Dataset { get; init; }

    /// <summary>The adapters that act.</summary>
    public Composition? Setup { get; init; }

    /// <summary>Asks for the base model alone.</summary>
    public bool UseBase { get; init; }

    /// <summary>The token embeddings that act; null for the model's own.</summary>
    public string? Embedding { get; init; }

    /// <summary>The head; empty: the one that the setup's adapter names.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>Rows of a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Longer texts are cut to so many tokens; null: 128, or the model's limit where that is less.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Names of the metrics; empty: all that fit the labels.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];
}
