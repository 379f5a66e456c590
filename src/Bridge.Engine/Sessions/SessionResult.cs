namespace Bridge.Engine;

/// <summary>How a session ended.</summary>
/// <param name="Steps">Optimizer steps done; what was trained has the values of the last.</param>
/// <param name="Batches">Training batches taken.</param>
/// <param name="DroppedBatches">Those of them that were gathered for a step that never came.</param>
/// <param name="Tokens">Tokens trained on, without padding.</param>
/// <param name="FinalLoss">Mean loss of the last step; NaN before the first.</param>
/// <param name="Duration">From its start to its end.</param>
public sealed record SessionResult(long Steps, long Batches, int DroppedBatches, long Tokens, double FinalLoss, TimeSpan Duration);
