namespace Bridge.Training.Checkpointing;

/// <summary>What <c>state.json</c> of a checkpoint says.</summary>
internal sealed record CheckpointState
{
    /// <summary>Version of the layout that this build writes.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>Optimizer steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Data position: the pass, and the step within it. Both follow from <see cref="Step"/>; they are here for people.</summary>
    public required long Epoch { get; init; }

    public required long StepInEpoch { get; init; }

    /// <summary>The seed that order and dropout of every step are forked from.</summary>
    public required ulong Seed { get; init; }

    public required double Loss { get; init; }

    public required TrainingOptions Options { get; init; }

    /// <summary>SHA-256 of the training rows.</summary>
    public required string DataDigest { get; init; }

    /// <summary>AdamW's step count of each tensor.</summary>
    public required IReadOnlyDictionary<string, long> OptimizerSteps { get; init; }

    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    public long? BestStep { get; init; }

    public IReadOnlyDictionary<string, double>? BestMetrics { get; init; }

    public int EvaluationsSinceBest { get; init; }
}
