namespace Bridge.Engine;

/// <summary>A checkpoint was written.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Time">When.</param>
/// <param name="Step">Optimizer steps it holds.</param>
/// <param name="Path">Its folder.</param>
public sealed record JobCheckpoint(long Sequence, DateTimeOffset Time, long Step, string Path) : JobEvent(Sequence, Time);
