using Bridge.Core;

namespace Bridge.Engine;

/// <summary>A training job.</summary>
public sealed record TrainingJobInfo
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked for, every default filled in.</summary>
    public required TrainingJobRequest Request { get; init; }

    /// <summary>Where it is.</summary>
    public required TrainingJobState State { get; init; }

    /// <summary>Its last step, or null before the first.</summary>
    public JobStep? LastStep { get; init; }

    /// <summary>How it ended, once it has trained.</summary>
    public TrainingJobResult? Result { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public BridgeException? Error { get; init; }

    /// <summary>Number of its newest event.</summary>
    public long LastSequence { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>When it began, or null.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>Changes whenever its state does.</summary>
    public string Etag => $"{(int)State}-{CreateTime.UtcTicks:x}";
}
