using Bridge.Configuration;

namespace Bridge.Engine;

/// <summary>An adapter of a model, in its present version.</summary>
public sealed record AdapterInfo
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>The adapter's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its configuration, fully resolved.</summary>
    public required AdapterConfig Config { get; init; }

    /// <summary>SHA-256 over configuration and tensors, in hexadecimal: the identity of this version.</summary>
    public required string Digest { get; init; }

    /// <summary>Numbers in its tensors.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Numbers that training may change.</summary>
    public required long TrainableCount { get; init; }

    /// <summary>Bytes of its tensors.</summary>
    public required long ByteSize { get; init; }

    /// <summary>In how many places of the model it acts.</summary>
    public required int SiteCount { get; init; }

    /// <summary>Whether it is merged into the base's weights.</summary>
    public bool Merged { get; init; }

    /// <summary>The group that it shares tensors in, or null.</summary>
    public string? Group { get; init; }

    /// <summary>The seed of its first values; null where they came from files.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The folder it came from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>The job that trains it, or null. Meanwhile it answers with the version before.</summary>
    public string? TrainingJob { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When its tensors last changed.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>When a call last used it, or null.</summary>
    public DateTimeOffset? LastUseTime { get; init; }

    /// <summary>Changes whenever the adapter does.</summary>
    public required string Etag { get; init; }
}
