namespace AdapterBridge.Client;

/// <summary>How far a job is.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="TotalSteps">Optimizer steps planned.</param>
/// <param name="Epoch">Passes over the data, with fraction.</param>
/// <param name="Loss">Loss of the last step.</param>
/// <param name="LearningRate">Learning rate of the last step.</param>
public sealed record TrainingProgress(long Step, long TotalSteps, double Epoch, double Loss, double LearningRate)
{
    internal static TrainingProgress From(Wire.TrainingProgress? m) => m is null ? new(0, 0, 0, 0, 0) : new(m.Step, m.TotalSteps, m.Epoch, m.Loss, m.LearningRate);
}
