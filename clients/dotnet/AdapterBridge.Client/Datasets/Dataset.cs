namespace AdapterBridge.Client;

/// <summary>Labelled texts or images of the server.</summary>
public sealed record Dataset : Resource
{
    /// <summary>How rows are read, with the kind and the ids of the labels.</summary>
    public required DatasetSchema Schema { get; init; }

    /// <summary>How many rows.</summary>
    public long RowCount { get; init; }

    /// <summary>Bytes of its JSON lines.</summary>
    public long ByteSize { get; init; }

    /// <summary>SHA-256 of its JSON lines, in hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>The file it came from; empty for none.</summary>
    public string Source { get; init; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>Changes whenever the dataset does.</summary>
    public string Etag { get; init; } = "";

    internal static Dataset From(Wire.Dataset m) => new()
    {
        Name = m.Name,
        Schema = DatasetSchema.From(m.Schema),
        RowCount = m.RowCount,
        ByteSize = m.ByteSize,
        Digest = m.Digest,
        Source = m.Source,
        CreateTime = m.CreateTime?.ToDateTimeOffset(),
        Etag = m.Etag,
    };
}
