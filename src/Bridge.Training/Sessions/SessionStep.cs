namespace Bridge.Training.Sessions;

/// <summary>What became of a batch.</summary>
/// <param name="Steps">Optimizer steps done.</param>
/// <param name="Stepped">Whether the parameters changed.</param>
/// <param name="Loss">Mean loss over the targets of the batch.</param>
/// <param name="StepLoss">Mean loss over the targets gathered for the step, this batch's too.</param>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="GradientNorm">Norm of the step's gradient before clipping; null where it did not step.</param>
/// <param name="Tokens">Tokens of the batch without padding.</param>
/// <param name="Targets">Targets of the batch.</param>
public sealed record SessionStep(long Steps, bool Stepped, double Loss, double StepLoss, double LearningRate, double? GradientNorm, long Tokens, long Targets);
