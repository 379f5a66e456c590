using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>A fusion to be.</summary>
public sealed record FusionCreateRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>Its name; null: the adapters' names joined by commas.</summary>
    public string? Name { get; init; }

    /// <summary>The adapters that it joins, in order.</summary>
    public required IReadOnlyList<string> Adapters { get; init; }

    /// <summary>What it is.</summary>
    public FusionConfig Config { get; init; } = FusionConfig.Dynamic;

    /// <summary>Seed of the first values; null draws one.</summary>
    public ulong? Seed { get; init; }
}
