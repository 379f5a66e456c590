using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Models.Vocabularies;

namespace Bridge.Training;

/// <summary>What to train, how.</summary>
public record TargetSpec
{
    /// <summary>The base model, frozen.</summary>
    public required TransformerModel Model { get; init; }

    /// <summary>Its adapters.</summary>
    public required AdapterSet Adapters { get; init; }

    /// <summary>Its heads.</summary>
    public required HeadSet Heads { get; init; }

    /// <summary>The head whose loss is trained on.</summary>
    public required string Head { get; init; }

    /// <summary>How adapters act in the forward pass; null for the base model alone, to train a head on it.</summary>
    public required Composition? Composition { get; init; }

    /// <summary>The adapters that may change; null takes all of the composition. Active and trained are separate sets.</summary>
    public IReadOnlyList<string>? TrainAdapters { get; init; }

    /// <summary>The fusions that may change, by name. What their configuration adds to the loss is added.</summary>
    public IReadOnlyList<string> TrainFusions { get; init; } = [];

    /// <summary>Token embeddings beside the model's own.</summary>
    public EmbeddingSet? Embeddings { get; init; }

    /// <summary>Those of them that act; null for the model's own.</summary>
    public string? Embedding { get; init; }

    /// <summary>Whether they may change, and with them what stands behind a head's projection that is tied to them. The model's own cannot: ARGUMENT_INVALID.</summary>
    public bool TrainEmbedding { get; init; }

    /// <summary>Whether the head may change.</summary>
    public bool TrainHead { get; init; } = true;

    /// <summary>Adapters and heads that other jobs may change meanwhile: they are left out of the proof that nothing else changed.</summary>
    public IReadOnlyCollection<string> ChangedByOthers { get; init; } = [];

    /// <summary>Id of the padding token.</summary>
    public int PaddingId { get; init; }

    /// <summary>How to train.</summary>
    public TrainingOptions Options { get; init; } = new();
}
