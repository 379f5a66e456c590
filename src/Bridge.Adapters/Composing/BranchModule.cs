using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>What an adapter does where a branch joins the residual.</summary>
internal abstract class BranchModule
{
    /// <summary>The state with hidden states and adapter residual as this module wants them on entering.</summary>
    public abstract BranchState Enter(BranchState state, BranchSlot slot);

    /// <summary>What a fusion asks with: the branch's output before the norm or the hidden states that entered.</summary>
    public virtual Tensor Query(BranchState given, BranchState entered, bool beforeNorm) => beforeNorm ? given.Hidden : entered.Hidden;

    /// <summary>The state after the adapter.</summary>
    public abstract BranchState Apply(BranchState state, BranchSlot slot, ForwardPass pass);

    /// <summary>The join after the last adapter: <paramref name="branch"/> is the branch's output as it came.</summary>
    public abstract Tensor Leave(BranchState state, Tensor branch, BranchSlot slot);

    /// <summary>All of it in one fused operation, where there is one for this case; else null.</summary>
    public virtual Tensor? Fused(Tensor branch, Tensor residual, BranchSlot slot, ForwardPass pass) => null;

    /// <summary>All of it for several adapters that have equal parts of the rows, this one the first, as products over all rows; null where they differ too much.</summary>
    public virtual Tensor? Grouped(IReadOnlyList<BranchModule> modules, Tensor branch, Tensor residual, BranchSlot slot, ForwardPass pass) => null;
}
