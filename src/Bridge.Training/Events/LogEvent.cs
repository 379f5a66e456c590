namespace Bridge.Training.Events;

/// <summary>A line of text for people.</summary>
/// <param name="Message">What to tell.</param>
/// <param name="Warning">Whether it deserves attention.</param>
public sealed record LogEvent(string Message, bool Warning = false) : TrainingEvent;
