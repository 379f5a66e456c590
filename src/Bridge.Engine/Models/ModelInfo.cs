using Bridge.Core;

namespace Bridge.Engine;

/// <summary>A loaded base model.</summary>
public sealed record ModelInfo
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The folder it was loaded from.</summary>
    public required string Path { get; init; }

    /// <summary>The architecture: config.json's <c>model_type</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The reference library's class of the base model.</summary>
    public required string ClassName { get; init; }

    /// <summary>Type of arithmetic.</summary>
    public required DataType DataType { get; init; }

    /// <summary>Where its weights lie.</summary>
    public required string Device { get; init; }

    /// <summary>How many blocks.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Size of hidden states.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Ids are below this.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The longest input in tokens.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Numbers in its weights.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Bytes of its weights.</summary>
    public required long ByteSize { get; init; }

    /// <summary>Whether texts can be given in place of ids.</summary>
    public required bool HasTokenizer { get; init; }

    /// <summary>How many adapters it has now.</summary>
    public required int AdapterCount { get; init; }

    /// <summary>How many heads it has now.</summary>
    public required int HeadCount { get; init; }

    /// <summary>The training job that holds it, or null.</summary>
    public string? TrainingJob { get; init; }

    /// <summary>When it was loaded.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When its adapters or heads last changed.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>Changes whenever the resource does.</summary>
    public required string Etag { get; init; }
}
