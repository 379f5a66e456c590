namespace Bridge.Models.Slots;

/// <summary>Acts in a <see cref="BranchSlot"/>.</summary>
public interface IBranchHook
{
    /// <summary>
    /// The hidden states after the join, from the branch's output and the residual, both (rows, length, hidden) and borrowed. The result is the caller's.
    /// </summary>
    Tensor Forward(BranchSlot slot, Tensor branch, Tensor residual, ForwardPass pass);
}
