using Bridge.Core;

namespace Bridge.Engine;

/// <summary>The job has a new state; a terminal one is the last event.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Time">When.</param>
/// <param name="State">The state.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="Result">How it ended, once it has trained.</param>
public sealed record JobStateChanged(long Sequence, DateTimeOffset Time, TrainingJobState State, BridgeException? Error, TrainingJobResult? Result) : JobEvent(Sequence, Time);
