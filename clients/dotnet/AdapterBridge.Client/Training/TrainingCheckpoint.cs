namespace AdapterBridge.Client;

/// <summary>A checkpoint was written.</summary>
/// <param name="Sequence">The event's number.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Step">Steps done before.</param>
/// <param name="Path">The folder of the server.</param>
public sealed record TrainingCheckpoint(long Sequence, DateTimeOffset? Time, long Step, string Path) : TrainingEvent(Sequence, Time);
