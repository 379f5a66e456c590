namespace Bridge.Engine;

/// <summary>Token embeddings of a model beside its own, in their present version.</summary>
public sealed record EmbeddingInfo
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>Their name.</summary>
    public required string Name { get; init; }

    /// <summary>How many tokens.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Whether texts can be used with them.</summary>
    public required bool HasTokenizer { get; init; }

    /// <summary>SHA-256 over the table, in hexadecimal: the identity of this version.</summary>
    public required string Digest { get; init; }

    /// <summary>Numbers in the table.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Bytes of the table.</summary>
    public required long ByteSize { get; init; }

    /// <summary>The seed of the first values; null where they came from files or others.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The folder that they came from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>The job that trains them, or null. Meanwhile calls see the version before.</summary>
    public string? TrainingJob { get; init; }

    /// <summary>When they came.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When their tensors last changed.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>Changes whenever they do.</summary>
    public required string Etag { get; init; }
}
