namespace Bridge.Engine;

/// <summary>How a job ended.</summary>
public sealed record TrainingJobResult
{
    /// <summary>Optimizer steps done, those before a resume included.</summary>
    public required long Steps { get; init; }

    /// <summary>Optimizer steps planned.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>Passes over the data.</summary>
    public required double Epochs { get; init; }

    /// <summary>Loss of the last step.</summary>
    public required double FinalLoss { get; init; }

    /// <summary>Metrics of the last evaluation.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Metrics of the best evaluation.</summary>
    public IReadOnlyDictionary<string, double> BestMetrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The step of the best evaluation.</summary>
    public long? BestStep { get; init; }

    /// <summary>Whether patience ended it.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>Whether the tensors are those of the best evaluation.</summary>
    public bool RestoredBest { get; init; }

    /// <summary>Time it took.</summary>
    public required TimeSpan Duration { get; init; }
}
