namespace Bridge.Engine;

/// <summary>Labelled texts or images held by the engine.</summary>
public sealed record DatasetInfo
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>How rows are read, with the kind and the ids of the labels as the rows have them.</summary>
    public required DatasetSchema Schema { get; init; }

    /// <summary>How many rows.</summary>
    public required int RowCount { get; init; }

    /// <summary>Bytes of its JSON lines.</summary>
    public required long ByteSize { get; init; }

    /// <summary>SHA-256 of its JSON lines, in hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>The file it came from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Names this content.</summary>
    public string Etag => $"1-{Digest[..16]}";
}
