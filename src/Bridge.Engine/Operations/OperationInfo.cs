using Bridge.Core;

namespace Bridge.Engine;

/// <summary>Something that takes a while: the loading of a model.</summary>
public sealed record OperationInfo
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the model to be.</summary>
    public required string Model { get; init; }

    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>The model, where it is done and went well.</summary>
    public ModelInfo? Result { get; init; }

    /// <summary>Why it failed, where it did.</summary>
    public BridgeException? Error { get; init; }

    /// <summary>Whether it is done.</summary>
    public bool Done => Result is not null || Error is not null;
}
