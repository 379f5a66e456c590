namespace Bridge.Engine;

/// <summary>A head of a model.</summary>
public sealed record HeadInfo
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>The head's name.</summary>
    public required string Name { get; init; }

    /// <summary>The reference library's <c>head_type</c>.</summary>
    public required string HeadType { get; init; }

    /// <summary>What it is.</summary>
    public required HeadSpec Spec { get; init; }

    /// <summary>SHA-256 over configuration and tensors.</summary>
    public required string Digest { get; init; }

    /// <summary>Numbers in its tensors.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The seed of its first values; null where they came from files.</summary>
    public ulong? Seed { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When its tensors last changed.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>Changes whenever the head does.</summary>
    public required string Etag { get; init; }
}
