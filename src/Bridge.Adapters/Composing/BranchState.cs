namespace Bridge.Adapters.Composing;

/// <summary>
/// Hidden states on their way through adapters, the block's residual, the adapters' own residual, the last adapter's output before its residual (what fusion attends
/// to), and that adapter. All (rows, length, hidden).
/// </summary>
internal readonly record struct BranchState(Tensor Hidden, Tensor Residual, Tensor AdapterResidual, Tensor? Up, BranchModule? Last);
