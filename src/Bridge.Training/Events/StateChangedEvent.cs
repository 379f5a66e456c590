using Bridge.Core;

namespace Bridge.Training.Events;

/// <summary>The job has a new state; after a terminal one the log is complete.</summary>
/// <param name="State">The new state.</param>
/// <param name="Error">Why it failed, for <see cref="TrainingState.Failed"/>.</param>
public sealed record StateChangedEvent(TrainingState State, BridgeException? Error = null) : TrainingEvent;
