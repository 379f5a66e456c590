namespace Bridge.Adapters.Composing;

/// <summary>
/// The branch's output as it came, hidden states on their way through adapters, the block's residual, the adapters' own residual, the last adapter's output before its
/// residual (what fusion attends to), and that adapter. All (rows, length, hidden).
/// </summary>
internal readonly record struct BranchState(Tensor Branch, Tensor Hidden, Tensor Residual, Tensor AdapterResidual, Tensor? Up, BranchModule? Last)
{
    /// <summary>Before any adapter.</summary>
    public BranchState(Tensor branch, Tensor residual)
        : this(branch, branch, residual, residual, null, null)
    {
    }

    /// <summary>Every tensor changed alike.</summary>
    public BranchState Each(Func<Tensor, Tensor> change) =>
        new(change(Branch), change(Hidden), change(Residual), change(AdapterResidual), Up is null ? null : change(Up), Last);
}
