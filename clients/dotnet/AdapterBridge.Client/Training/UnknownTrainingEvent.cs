namespace AdapterBridge.Client;

/// <summary>An event of a newer server.</summary>
/// <param name="Sequence">The event's number.</param>
/// <param name="Time">When it happened.</param>
public sealed record UnknownTrainingEvent(long Sequence, DateTimeOffset? Time) : TrainingEvent(Sequence, Time);
