namespace AdapterBridge.Client;

/// <summary>How a job ended.</summary>
public sealed record TrainingResult
{
    /// <summary>Optimizer steps done, those before a resume included.</summary>
    public long Steps { get; init; }

    /// <summary>Optimizer steps planned.</summary>
    public long TotalSteps { get; init; }

    /// <summary>Passes over the data, with fraction.</summary>
    public double Epochs { get; init; }

    /// <summary>Loss of the last step.</summary>
    public double FinalLoss { get; init; }

    /// <summary>Metrics of the last evaluation.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Metrics of the best evaluation.</summary>
    public IReadOnlyDictionary<string, double> BestMetrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The step of the best evaluation.</summary>
    public long? BestStep { get; init; }

    /// <summary>Whether patience ended it.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>Whether the tensors are those of the best evaluation rather than of the last step.</summary>
    public bool RestoredBest { get; init; }

    /// <summary>Time it took.</summary>
    public TimeSpan Duration { get; init; }

    internal static TrainingResult? From(Wire.TrainingResult? m) => m is null ? null : new()
    {
        Steps = m.Steps,
        TotalSteps = m.TotalSteps,
        Epochs = m.Epochs,
        FinalLoss = m.FinalLoss,
        Metrics = m.Metrics.ToDictionary(),
        BestMetrics = m.BestMetrics.ToDictionary(),
        BestStep = m.HasBestStep ? m.BestStep : null,
        StoppedEarly = m.StoppedEarly,
        RestoredBest = m.RestoredBest,
        Duration = m.Duration?.ToTimeSpan() ?? default,
    };
}
