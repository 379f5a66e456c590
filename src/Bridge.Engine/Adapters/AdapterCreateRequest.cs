using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>An adapter to be.</summary>
public sealed record AdapterCreateRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>The adapter's name, unique in the model.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required AdapterConfig Config { get; init; }

    /// <summary>Seed of its first values; null draws one, which the answer tells.</summary>
    public ulong? Seed { get; init; }
}
