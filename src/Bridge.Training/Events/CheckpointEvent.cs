namespace Bridge.Training.Events;

/// <summary>A checkpoint was written.</summary>
/// <param name="Step">Optimizer steps it holds.</param>
/// <param name="Path">Its folder.</param>
public sealed record CheckpointEvent(long Step, string Path) : TrainingEvent;
