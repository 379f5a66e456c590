using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>What a setup's folder holds.</summary>
public sealed record SetupDescription
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>How adapters act together; null for none.</summary>
    public required Composition? Setup { get; init; }

    /// <summary>The heads that follow.</summary>
    public required IReadOnlyList<string> Heads { get; init; }

    /// <summary>The token embeddings that act; null for the model's own.</summary>
    public required string? Embedding { get; init; }

    /// <summary>Which library wrote it.</summary>
    public required string? Version { get; init; }

    /// <summary>Its parts, and those that are missing.</summary>
    public required IReadOnlyList<SetupPartInfo> Parts { get; init; }

    /// <summary>Whether everything that it names is there.</summary>
    public bool IsWhole => !Parts.Any(p => p.Missing);
}
