using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>A fusion of adapters of a model, in its present version.</summary>
public sealed record FusionInfo
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The adapters that it was made for, in order.</summary>
    public required IReadOnlyList<string> Adapters { get; init; }

    /// <summary>Its configuration, fully resolved.</summary>
    public required FusionConfig Config { get; init; }

    /// <summary>SHA-256 over configuration and tensors, in hexadecimal: the identity of this version.</summary>
    public required string Digest { get; init; }

    /// <summary>Numbers in its tensors.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Bytes of its tensors.</summary>
    public required long ByteSize { get; init; }

    /// <summary>The seed of the first values; null where it came from files or others.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The folder that it came from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>The job that trains it, or null. Meanwhile calls see the version before.</summary>
    public string? TrainingJob { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When its tensors last changed.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>Changes whenever it does.</summary>
    public required string Etag { get; init; }
}
