using Bridge.Training.Optimization;

namespace Bridge.Training;

/// <summary>How to train. Defaults suit adapters on encoders of sentence length.</summary>
public sealed record TrainingOptions
{
    /// <summary>The full learning rate.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Passes over the data; fractions are allowed. <see cref="MaxSteps"/> takes precedence.</summary>
    public double Epochs { get; init; } = 3;

    /// <summary>Optimizer steps in all, or null to go by epochs.</summary>
    public long? MaxSteps { get; init; }

    /// <summary>Rows of a micro-batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Micro-batches of an optimizer step; the loss is the mean over all their targets.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>AdamW's constants.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>The learning rate's curve.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Linear;

    /// <summary>Steps of the warm-up, or null to go by <see cref="WarmupRatio"/>.</summary>
    public long? WarmupSteps { get; init; }

    /// <summary>Share of all steps that is warm-up, rounded up.</summary>
    public double WarmupRatio { get; init; }

    /// <summary>Gradients are scaled down to this Euclidean norm; 0 leaves them.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Where order of rows and dropout come from.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Dropout wherever the base model's architecture drops, and in heads and fusions without one of their own; null takes the model's.</summary>
    public double? Dropout { get; init; }

    /// <summary>Evaluate every so many steps, or null for the end of each epoch. The last step is always evaluated.</summary>
    public long? EvaluationSteps { get; init; }

    /// <summary>Rows of a batch in evaluation.</summary>
    public int EvaluationBatchSize { get; init; } = 64;

    /// <summary>The metric that decides what is best; null takes accuracy for classes and mean squared error for numbers.</summary>
    public string? BestMetric { get; init; }

    /// <summary>Stop after so many evaluations without a better one, or null never.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the tensors of the best evaluation are put back at the end.</summary>
    public bool RestoreBest { get; init; } = true;

    /// <summary>Write a checkpoint every so many steps, or null never.</summary>
    public long? CheckpointSteps { get; init; }

    /// <summary>How many checkpoints are kept.</summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Whether blocks are computed a second time in the backward pass instead of keeping what it needs: memory for time, the gradients are equal.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Whether digests before and after prove that nothing but the trained tensors changed.</summary>
    public bool VerifyFrozen { get; init; } = true;
}
