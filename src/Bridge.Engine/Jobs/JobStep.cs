namespace Bridge.Engine;

/// <summary>One optimizer step is done.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Time">When.</param>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps planned.</param>
/// <param name="Epoch">Passes over the data.</param>
/// <param name="Loss">Mean loss of the step.</param>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="GradientNorm">Norm of the gradient before clipping.</param>
/// <param name="TokensPerSecond">Tokens without padding, per second.</param>
public sealed record JobStep(long Sequence, DateTimeOffset Time, long Step, long TotalSteps, double Epoch, double Loss, double LearningRate, double GradientNorm, double TokensPerSecond)
    : JobEvent(Sequence, Time);
