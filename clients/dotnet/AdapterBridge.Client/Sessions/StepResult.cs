namespace AdapterBridge.Client;

/// <summary>What became of a training batch.</summary>
/// <param name="Sequence">1, 2, 3 … over the training batches of the session.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Stepped">Whether the optimizer stepped.</param>
/// <param name="Loss">Mean loss over the targets of the batch.</param>
/// <param name="StepLoss">Mean loss over all targets gathered for the step.</param>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="GradientNorm">Norm of the step's gradient before clipping; null where the optimizer did not step.</param>
/// <param name="TokenCount">Tokens of the batch without padding.</param>
/// <param name="Logits">The head's outputs, with dropout; null where nobody asked.</param>
public sealed record StepResult(long Sequence, long Step, bool Stepped, double Loss, double StepLoss, double LearningRate, double? GradientNorm, long TokenCount, Tensor? Logits);
