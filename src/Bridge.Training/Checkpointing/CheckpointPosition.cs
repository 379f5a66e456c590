namespace Bridge.Training.Checkpointing;

/// <summary>Where a run stands.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Loss">Loss of the last of them.</param>
/// <param name="Metrics">The last evaluation's.</param>
internal sealed record CheckpointPosition(long Step, double Loss, IReadOnlyDictionary<string, double>? Metrics);
