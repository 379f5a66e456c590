namespace AdapterBridge.Client;

/// <summary>The job has a new state.</summary>
/// <param name="Sequence">The event's number.</param>
/// <param name="Time">When it happened.</param>
/// <param name="State">The state.</param>
/// <param name="Error">Why it failed; set with <see cref="TrainingState.Failed"/>.</param>
/// <param name="Result">How it ended.</param>
public sealed record TrainingStateChanged(long Sequence, DateTimeOffset? Time, TrainingState State, AdapterBridgeException? Error, TrainingResult? Result) : TrainingEvent(Sequence, Time)
{
    /// <summary>Whether no event follows.</summary>
    public bool IsLast => State is TrainingState.Succeeded or TrainingState.Failed or TrainingState.Cancelled;
}
