namespace Bridge.Engine;

/// <summary>How to train; null is the trainer's default, which the job then tells.</summary>
public sealed record TrainingSettings
{
    /// <summary>The full learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Passes over the data. <see cref="MaxSteps"/> takes precedence.</summary>
    public double? Epochs { get; init; }

    /// <summary>Optimizer steps in all.</summary>
    public long? MaxSteps { get; init; }

    /// <summary>Rows of a micro-batch.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Micro-batches of an optimizer step.</summary>
    public int? GradientAccumulation { get; init; }

    /// <summary>Decoupled weight decay.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Decay of the first moment.</summary>
    public double? Beta1 { get; init; }

    /// <summary>Decay of the second moment.</summary>
    public double? Beta2 { get; init; }

    /// <summary>Added to the root of the second moment.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The learning rate's curve.</summary>
    public TrainingSchedule Schedule { get; init; }

    /// <summary>Steps of the warm-up.</summary>
    public long? WarmupSteps { get; init; }

    /// <summary>Share of all steps that is warm-up.</summary>
    public double? WarmupRatio { get; init; }

    /// <summary>Gradients are scaled down to this norm; 0 leaves them.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Where order of rows and dropout come from.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Dropout wherever the base model's architecture has one, and in heads and fusions without one of their own; null takes that of its config.json.</summary>
    public double? Dropout { get; init; }

    /// <summary>Evaluate every so many steps; null: at the end of each epoch.</summary>
    public long? EvaluationSteps { get; init; }

    /// <summary>Rows of a batch in evaluation.</summary>
    public int? EvaluationBatchSize { get; init; }

    /// <summary>Names of the metrics to report; empty: all that fit the labels.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The metric that decides what is best.</summary>
    public string? BestMetric { get; init; }

    /// <summary>Stop after so many evaluations without a better one.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the tensors of the best evaluation are put back at the end.</summary>
    public bool? RestoreBest { get; init; }

    /// <summary>Write a checkpoint every so many steps; null: at the end of each epoch, where there is a folder.</summary>
    public long? CheckpointSteps { get; init; }

    /// <summary>How many checkpoints are kept.</summary>
    public int? KeepCheckpoints { get; init; }

    /// <summary>Whether blocks are computed a second time in the backward pass instead of keeping what it needs.</summary>
    public bool? GradientCheckpointing { get; init; }
}
