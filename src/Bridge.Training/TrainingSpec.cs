using System.Diagnostics.CodeAnalysis;
using Bridge.Training.Data;

namespace Bridge.Training;

/// <summary>What to train, on what, how.</summary>
public sealed record TrainingSpec : TargetSpec
{
    /// <summary>Nothing yet.</summary>
    public TrainingSpec()
    {
    }

    /// <summary>A target, on rows.</summary>
    [SetsRequiredMembers]
    public TrainingSpec(TargetSpec target, EncodedDataset data) : base(target) => Data = data;

    /// <summary>Rows to learn from.</summary>
    public required EncodedDataset Data { get; init; }

    /// <summary>Rows to evaluate on, or null.</summary>
    public EncodedDataset? Evaluation { get; init; }

    /// <summary>Where checkpoints go, or null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>The checkpoint to go on from, or null to begin.</summary>
    public string? ResumeFrom { get; init; }
}
