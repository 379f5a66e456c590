namespace AdapterBridge.Client;

/// <summary>A prediction head of a model.</summary>
public sealed record Head : Resource
{
    /// <summary>The kind as files have it: <c>classification</c>.</summary>
    public required string HeadType { get; init; }

    /// <summary>Its configuration.</summary>
    public HeadConfig? Config { get; init; }

    /// <summary>Names of the labels, in the order of their ids; empty for none.</summary>
    public IReadOnlyList<string> Labels => Config?.LabelNames ?? [];

    /// <summary>SHA-256 over configuration and tensors, in hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>Numbers in its tensors.</summary>
    public long ParameterCount { get; init; }

    /// <summary>The seed of its first values; null where they came from files.</summary>
    public ulong? Seed { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>When its tensors last changed.</summary>
    public DateTimeOffset? UpdateTime { get; init; }

    /// <summary>Changes whenever the head does.</summary>
    public string Etag { get; init; } = "";

    internal static Head From(Wire.Head m) => new()
    {
        Name = m.Name,
        HeadType = m.HeadType,
        Config = HeadConfig.From(m.Config),
        Digest = m.Digest,
        ParameterCount = m.ParameterCount,
        Seed = m.HasSeed ? m.Seed : null,
        CreateTime = m.CreateTime?.ToDateTimeOffset(),
        UpdateTime = m.UpdateTime?.ToDateTimeOffset(),
        Etag = m.Etag,
    };
}
