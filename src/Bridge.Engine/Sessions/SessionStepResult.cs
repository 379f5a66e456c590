namespace Bridge.Engine;

/// <summary>What became of a training batch.</summary>
public sealed record SessionStepResult
{
    /// <summary>1, 2, 3 … over the training batches of the session.</summary>
    public required long Sequence { get; init; }

    /// <summary>Optimizer steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Whether the optimizer stepped.</summary>
    public required bool Stepped { get; init; }

    /// <summary>Mean loss over the targets of the batch.</summary>
    public required double Loss { get; init; }

    /// <summary>Mean loss over all targets gathered for the step.</summary>
    public required double StepLoss { get; init; }

    /// <summary>The rate of the step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Norm of the step's gradient before clipping; null where the optimizer did not step.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Tokens of the batch without padding.</summary>
    public required long Tokens { get; init; }

    /// <summary>The head's outputs, with dropout; null where nobody asked.</summary>
    public TensorValue? Logits { get; init; }
}
