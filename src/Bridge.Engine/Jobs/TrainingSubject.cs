using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>What is to be trained, how: what jobs and sessions have in common.</summary>
public abstract record TrainingSubject
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>The adapters that are trained; nothing else changes.</summary>
    public IReadOnlyList<string> Adapters { get; init; } = [];

    /// <summary>The heads that are trained: none or one.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>The fusions that are trained, by name.</summary>
    public IReadOnlyList<string> Fusions { get; init; } = [];

    /// <summary>The token embeddings that act; null for the model's own.</summary>
    public string? Embedding { get; init; }

    /// <summary>Whether they are trained. The model's own cannot be: copy them first.</summary>
    public bool TrainEmbedding { get; init; }

    /// <summary>
    /// How adapters act during training; null: a stack of <see cref="Adapters"/>, or the adapters of the one fusion that is trained, fused.
    /// </summary>
    public Composition? Setup { get; init; }

    /// <summary>The head whose loss is trained on; null: the one that is trained, or else the one of the last adapter's name.</summary>
    public string? Head { get; init; }

    /// <summary>Longer texts are cut to so many tokens; null: 128, or the model's limit where that is less.</summary>
    public int? MaxLength { get; init; }

    /// <summary>How.</summary>
    public TrainingSettings Settings { get; init; } = new();

    /// <summary>Whether to wait where another job trains the model; else MODEL_BUSY.</summary>
    public bool Queue { get; init; }
}
