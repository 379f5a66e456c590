namespace AdapterBridge.Client;

/// <summary>How to train. Null leaves an option at its default; defaults suit adapters on encoders of sentence length.</summary>
public sealed record TrainingOptions
{
    /// <summary>The full learning rate, above 0. Default 1e-4.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Passes over the data, in (0, 1000000]; fractions are allowed. Null and no steps: 3.</summary>
    public double? Epochs { get; init; }

    /// <summary>Optimizer steps in all, at least 1.</summary>
    public long? MaxSteps { get; init; }

    /// <summary>Rows of a micro-batch, in [1, 65536]. Default 32.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Micro-batches of an optimizer step, in [1, 4096]; the loss is the mean over all their targets. Default 1.</summary>
    public int? GradientAccumulation { get; init; }

    /// <summary>The learning rate's curve. Default LINEAR.</summary>
    public Schedule Schedule { get; init; }

    /// <summary>In steps.</summary>
    public long? WarmupSteps { get; init; }

    /// <summary>As a share of all steps, in [0, 1], rounded up.</summary>
    public double? WarmupRatio { get; init; }

    /// <summary>AdamW's decay of every trained tensor, times the learning rate, each step. Default 0.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>AdamW's decay of the mean gradient, in [0, 1). Default 0.9.</summary>
    public double? Beta1 { get; init; }

    /// <summary>AdamW's decay of the mean squared gradient, in [0, 1). Default 0.999.</summary>
    public double? Beta2 { get; init; }

    /// <summary>What AdamW adds to the denominator. Default 1e-8.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Gradients are scaled down to this Euclidean norm; 0 leaves them. Default 1.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Where order of rows and dropout come from. Default 42.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Dropout wherever the base model's architecture has one, in [0, 1), and in heads and fusions without one of their own; null takes that of its config.json.</summary>
    public double? Dropout { get; init; }

    /// <summary>Evaluate every so many steps; null is at the end of each epoch. The last step is always evaluated.</summary>
    public long? EvaluationSteps { get; init; }

    /// <summary>Rows of a batch in evaluation, in [1, 65536]. Default 64.</summary>
    public int? EvaluationBatchSize { get; init; }

    /// <summary>Names of the metrics to report; empty for all that fit the labels.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The metric that decides what is best; empty takes accuracy for classes and mse for numbers.</summary>
    public string? BestMetric { get; init; }

    /// <summary>Stop after so many evaluations without a better one; null never.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the tensors of the best evaluation are put back at the end. Default true.</summary>
    public bool? RestoreBest { get; init; }

    /// <summary>Write a checkpoint every so many steps; null is at the end of each epoch, where there is a folder.</summary>
    public long? CheckpointSteps { get; init; }

    /// <summary>How many checkpoints are kept, in [1, 10000]. Default 2.</summary>
    public int? KeepCheckpoints { get; init; }

    /// <summary>Whether blocks are computed a second time in the backward pass instead of keeping what it needs: less memory for a third more time, and the gradients are equal. Default false.</summary>
    public bool? GradientCheckpointing { get; init; }

    internal static TrainingOptions From(Wire.TrainingOptions? m) => m is null ? new() : new()
    {
        LearningRate = m.HasLearningRate ? m.LearningRate : null,
        Epochs = m.HasEpochs ? m.Epochs : null,
        MaxSteps = m.HasMaxSteps ? m.MaxSteps : null,
        BatchSize = m.HasBatchSize ? m.BatchSize : null,
        GradientAccumulation = m.HasGradientAccumulation ? m.GradientAccumulation : null,
        Schedule = (Schedule)m.Schedule,
        WarmupSteps = m.HasWarmupSteps ? m.WarmupSteps : null,
        WarmupRatio = m.HasWarmupRatio ? m.WarmupRatio : null,
        WeightDecay = m.HasWeightDecay ? m.WeightDecay : null,
        Beta1 = m.HasBeta1 ? m.Beta1 : null,
        Beta2 = m.HasBeta2 ? m.Beta2 : null,
        Epsilon = m.HasEpsilon ? m.Epsilon : null,
        ClipNorm = m.HasClipNorm ? m.ClipNorm : null,
        Seed = m.HasSeed ? m.Seed : null,
        Dropout = m.HasDropout ? m.Dropout : null,
        EvaluationSteps = m.HasEvaluationSteps ? m.EvaluationSteps : null,
        EvaluationBatchSize = m.HasEvaluationBatchSize ? m.EvaluationBatchSize : null,
        Metrics = [.. m.Metrics],
        BestMetric = m.BestMetric.Length > 0 ? m.BestMetric : null,
        Patience = m.HasPatience ? m.Patience : null,
        RestoreBest = m.HasRestoreBest ? m.RestoreBest : null,
        CheckpointSteps = m.HasCheckpointSteps ? m.CheckpointSteps : null,
        KeepCheckpoints = m.HasKeepCheckpoints ? m.KeepCheckpoints : null,
        GradientCheckpointing = m.HasGradientCheckpointing ? m.GradientCheckpointing : null,
    };

    internal Wire.TrainingOptions ToMessage()
    {
        if (Epochs is not null && MaxSteps is not null) throw new ArgumentException("Epochs and MaxSteps exclude each other");
        if (WarmupSteps is not null && WarmupRatio is not null) throw new ArgumentException("WarmupSteps and WarmupRatio exclude each other");
        var m = new Wire.TrainingOptions();
        if (LearningRate is { } learningRate) m.LearningRate = learningRate;
        if (Epochs is { } epochs) m.Epochs = epochs;
        if (MaxSteps is { } maxSteps) m.MaxSteps = maxSteps;
        if (BatchSize is { } batchSize) m.BatchSize = batchSize;
        if (GradientAccumulation is { } gradientAccumulation) m.GradientAccumulation = gradientAccumulation;
        m.Schedule = (Wire.Schedule)Schedule;
        if (WarmupSteps is { } warmupSteps) m.WarmupSteps = warmupSteps;
        if (WarmupRatio is { } warmupRatio) m.WarmupRatio = warmupRatio;
        if (WeightDecay is { } weightDecay) m.WeightDecay = weightDecay;
        if (Beta1 is { } beta1) m.Beta1 = beta1;
        if (Beta2 is { } beta2) m.Beta2 = beta2;
        if (Epsilon is { } epsilon) m.Epsilon = epsilon;
        if (ClipNorm is { } clipNorm) m.ClipNorm = clipNorm;
        if (Seed is { } seed) m.Seed = seed;
        if (Dropout is { } dropout) m.Dropout = dropout;
        if (EvaluationSteps is { } evaluationSteps) m.EvaluationSteps = evaluationSteps;
        if (EvaluationBatchSize is { } evaluationBatchSize) m.EvaluationBatchSize = evaluationBatchSize;
        m.Metrics.Add(Metrics);
        m.BestMetric = BestMetric ?? "";
        if (Patience is { } patience) m.Patience = patience;
        if (RestoreBest is { } restoreBest) m.RestoreBest = restoreBest;
        if (CheckpointSteps is { } checkpointSteps) m.CheckpointSteps = checkpointSteps;
        if (KeepCheckpoints is { } keepCheckpoints) m.KeepCheckpoints = keepCheckpoints;
        if (GradientCheckpointing is { } gradientCheckpointing) m.GradientCheckpointing = gradientCheckpointing;
        return m;
    }
}
