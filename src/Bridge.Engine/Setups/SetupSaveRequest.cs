using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>What is to be saved as a setup.</summary>
public sealed record SetupSaveRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>How adapters act together; null for heads alone.</summary>
    public Composition? Setup { get; init; }

    /// <summary>The heads that follow: one, or one for each part of Parallel or BatchSplit; empty: those that are called like the adapters, where they exist.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>The token embeddings that act; null for the model's own, which are not saved.</summary>
    public string? Embedding { get; init; }

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }
}
