namespace Bridge.Engine;

/// <summary>A training job to be.</summary>
public sealed record TrainingJobRequest : TrainingSubject
{
    /// <summary>The job's id; null draws one.</summary>
    public string? Id { get; init; }

    /// <summary>What to train on.</summary>
    public required string Dataset { get; init; }

    /// <summary>What to evaluate on, or null.</summary>
    public string? EvaluationDataset { get; init; }

    /// <summary>A folder for checkpoints, or null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Whether to go on from the newest checkpoint of that folder, where there is one.</summary>
    public bool Resume { get; init; }
}
