namespace Bridge.Training.Events;

/// <summary>One optimizer step is done.</summary>
/// <param name="Step">Steps done, counted from 1.</param>
/// <param name="TotalSteps">Steps planned.</param>
/// <param name="Epoch">Passes over the data, with fraction.</param>
/// <param name="Loss">Mean loss over all targets of the step.</param>
/// <param name="LearningRate">The rate of this step.</param>
/// <param name="GradientNorm">Euclidean norm of the gradient before clipping.</param>
/// <param name="TokensPerSecond">Tokens without padding, per second of this step.</param>
public sealed record StepEvent(long Step, long TotalSteps, double Epoch, double Loss, double LearningRate, double GradientNorm, double TokensPerSecond) : TrainingEvent
{
    /// <inheritdoc/>
    public override bool MayBeDropped => true;
}
