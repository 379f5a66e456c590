namespace Bridge.Engine.Models;

/// <summary>What the engine knows of a part of a model beside its tensors.</summary>
internal abstract record PartRecord(string Digest)
{
    public long Version { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    public ulong? Seed { get; init; }

    public string? Source { get; init; }

    public string Etag => $"{Version}-{Digest[..16]}";
}
