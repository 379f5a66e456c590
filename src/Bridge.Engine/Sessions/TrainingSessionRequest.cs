namespace Bridge.Engine;

/// <summary>
/// A training session to be. Of its settings those count that make a step: the optimizer's, the schedule's, clipping, seed, dropout, gradient checkpointing, and how many batches a step gathers
/// where batches do not say. Schedules that fall need <see cref="TrainingSettings.MaxSteps"/>; without it the rate stays the same.
/// </summary>
public sealed record TrainingSessionRequest : TrainingSubject;
