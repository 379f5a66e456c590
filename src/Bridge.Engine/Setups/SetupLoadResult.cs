using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>A setup that was loaded: how its parts act, for calls, and the parts.</summary>
public sealed record SetupLoadResult
{
    /// <summary>How adapters act together; null for heads alone.</summary>
    public required Composition? Setup { get; init; }

    /// <summary>The heads that follow.</summary>
    public required IReadOnlyList<string> HeadNames { get; init; }

    /// <summary>The token embeddings that act; null for the model's own.</summary>
    public required string? Embedding { get; init; }

    /// <summary>The adapters.</summary>
    public required IReadOnlyList<AdapterInfo> Adapters { get; init; }

    /// <summary>The fusions.</summary>
    public required IReadOnlyList<FusionInfo> Fusions { get; init; }

    /// <summary>The heads.</summary>
    public required IReadOnlyList<HeadInfo> Heads { get; init; }

    /// <summary>Parts of the folder that the setup does not name; they were left alone.</summary>
    public required IReadOnlyList<string> Unused { get; init; }
}
