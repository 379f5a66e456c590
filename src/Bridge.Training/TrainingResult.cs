namespace Bridge.Training;

/// <summary>How a run ended.</summary>
public sealed record TrainingResult
{
    /// <summary>Optimizer steps done, those before a resume included.</summary>
    public required long Steps { get; init; }

    /// <summary>Optimizer steps planned.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>Passes over the data.</summary>
    public required double Epochs { get; init; }

    /// <summary>Loss of the last step.</summary>
    public required double FinalLoss { get; init; }

    /// <summary>Metrics of the last evaluation; null without evaluation data.</summary>
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    /// <summary>Metrics of the best evaluation, and the step it was taken at.</summary>
    public IReadOnlyDictionary<string, double>? BestMetrics { get; init; }

    /// <summary>The step of the best evaluation.</summary>
    public long? BestStep { get; init; }

    /// <summary>Whether patience ended it.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>Whether the tensors are those of the best evaluation rather than of the last step.</summary>
    public bool RestoredBest { get; init; }

    /// <summary>Wall time of this run.</summary>
    public required TimeSpan Duration { get; init; }
}
