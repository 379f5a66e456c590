namespace Bridge.Engine;

/// <summary>Something that happened in a training job.</summary>
/// <param name="Sequence">1, 2, 3 … within the job; gaps are step events that a slow reader lost.</param>
/// <param name="Time">When.</param>
public abstract record JobEvent(long Sequence, DateTimeOffset Time);
