namespace AdapterBridge.Client;

/// <summary>An adapter of a model, in one version.</summary>
public sealed record Adapter : Resource
{
    /// <summary>Its configuration, every key set.</summary>
    public AdapterConfig? Config { get; init; }

    /// <summary>The same in the string notation: <c>lora[r=8]</c>.</summary>
    public required string ConfigString { get; init; }

    /// <summary>SHA-256 over configuration and tensors, in hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>Numbers in its tensors.</summary>
    public long ParameterCount { get; init; }

    /// <summary>Numbers that training changes.</summary>
    public long TrainableCount { get; init; }

    /// <summary>Bytes of its tensors.</summary>
    public long ByteSize { get; init; }

    /// <summary>In how many places it acts.</summary>
    public int SiteCount { get; init; }

    /// <summary>Whether it is in the base's weights.</summary>
    public bool Merged { get; init; }

    /// <summary>The seed of its first values; null where they came from files.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The folder it came from; empty for none.</summary>
    public string Source { get; init; } = "";

    /// <summary>The job that trained it last; empty for none.</summary>
    public string TrainingJob { get; init; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>When its tensors last changed.</summary>
    public DateTimeOffset? UpdateTime { get; init; }

    /// <summary>When it last acted.</summary>
    public DateTimeOffset? LastUseTime { get; init; }

    /// <summary>Changes whenever the adapter does.</summary>
    public string Etag { get; init; } = "";

    internal static Adapter From(Wire.Adapter m) => new()
    {
        Name = m.Name,
        Config = AdapterConfig.From(m.Config, m.ConfigString),
        ConfigString = m.ConfigString,
        Digest = m.Digest,
        ParameterCount = m.ParameterCount,
        TrainableCount = m.TrainableCount,
        ByteSize = m.ByteSize,
        SiteCount = m.SiteCount,
        Merged = m.Merged,
        Seed = m.HasSeed ? m.Seed : null,
        Source = m.Source,
        TrainingJob = m.TrainingJob,
        CreateTime = m.CreateTime?.ToDateTimeOffset(),
        UpdateTime = m.UpdateTime?.ToDateTimeOffset(),
        LastUseTime = m.LastUseTime?.ToDateTimeOffset(),
        Etag = m.Etag,
    };
}
