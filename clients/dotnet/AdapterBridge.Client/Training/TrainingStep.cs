namespace AdapterBridge.Client;

/// <summary>An optimizer step is done.</summary>
/// <param name="Sequence">The event's number.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Step">Steps done, counted from 1.</param>
/// <param name="TotalSteps">Steps planned.</param>
/// <param name="Epoch">Passes over the data, with fraction.</param>
/// <param name="Loss">Mean loss over all targets of the step.</param>
/// <param name="LearningRate">The learning rate of this step.</param>
/// <param name="GradientNorm">Euclidean norm of the gradient before clipping.</param>
/// <param name="TokensPerSecond">Tokens without padding.</param>
public sealed record TrainingStep(
    long Sequence, DateTimeOffset? Time, long Step, long TotalSteps, double Epoch, double Loss, double LearningRate, double GradientNorm, double TokensPerSecond)
    : TrainingEvent(Sequence, Time);
