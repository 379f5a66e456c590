namespace Bridge.Engine.Heads;

/// <summary>What the engine knows of a head beside its tensors.</summary>
internal sealed record HeadRecord(string Digest)
{
    public long Version { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    public ulong? Seed { get; init; }

    public string Etag => $"{Version}-{Digest[..16]}";
}
