namespace AdapterBridge.Client;

/// <summary>A line of text for people.</summary>
/// <param name="Sequence">The event's number.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Message">The line.</param>
/// <param name="Warning">Whether it is a warning.</param>
public sealed record TrainingLog(long Sequence, DateTimeOffset? Time, string Message, bool Warning) : TrainingEvent(Sequence, Time);
