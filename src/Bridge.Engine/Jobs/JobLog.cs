namespace Bridge.Engine;

/// <summary>A line of text for people.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Time">When.</param>
/// <param name="Message">The text.</param>
/// <param name="Warning">Whether it deserves attention.</param>
public sealed record JobLog(long Sequence, DateTimeOffset Time, string Message, bool Warning) : JobEvent(Sequence, Time);
