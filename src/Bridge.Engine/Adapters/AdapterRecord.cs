namespace Bridge.Engine.Adapters;

/// <summary>What the engine knows of an adapter beside its tensors.</summary>
internal sealed record AdapterRecord(string Digest, int SiteCount)
{
    public long Version { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    public ulong? Seed { get; init; }

    public string? Source { get; init; }

    public string Etag => $"{Version}-{Digest[..16]}";
}
