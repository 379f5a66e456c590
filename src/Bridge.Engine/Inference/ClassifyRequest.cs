using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>Texts or images to classify.</summary>
public sealed record ClassifyRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>The texts; exactly one of this and <see cref="Images"/>.</summary>
    public TextRows? Texts { get; init; }

    /// <summary>The images, for models of images.</summary>
    public ImageRows? Images { get; init; }

    /// <summary>The adapters that act.</summary>
    public Composition? Setup { get; init; }

    /// <summary>Asks for the base model alone.</summary>
    public bool UseBase { get; init; }

    /// <summary>The token embeddings that act; null for the model's own.</summary>
    public string? Embedding { get; init; }

    /// <summary>The head; empty: the one that the setup's adapter names.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];
}
