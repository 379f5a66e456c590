using Bridge.Models.Parts;

namespace Bridge.Models.Slots;

/// <summary>Where a branch (attention, feed-forward) joins the residual: sees the branch's output, the residual and the norm that follows.</summary>
public sealed class BranchSlot
{
    internal BranchSlot(int index, string name, int layer, SlotLocation location, long hiddenSize, Norm? norm) =>
        (Index, Name, Layer, Location, HiddenSize, Norm) = (index, name, layer, location, hiddenSize, norm);

    /// <summary>Number among the branch slots.</summary>
    public int Index { get; }

    /// <summary>Name of the module that adapters hang on, in checkpoints.</summary>
    public string Name { get; }

    /// <summary>The block it belongs to.</summary>
    public int Layer { get; }

    /// <summary>Its sublayer.</summary>
    public SlotLocation Location { get; }

    /// <summary>Size of the hidden states.</summary>
    public long HiddenSize { get; }

    /// <summary>The norm after the sum, where the block has it there.</summary>
    public Norm? Norm { get; }

    /// <summary>norm(branch + residual), or the sum alone where no norm follows.</summary>
    public Tensor Base(Tensor branch, Tensor residual)
    {
        var sum = branch + residual;
        if (Norm is null) return sum;
        using (sum) return Norm.Forward(sum);
    }

    /// <summary>The join with what acts in the slot. Both inputs are borrowed.</summary>
    public Tensor Forward(Tensor branch, Tensor residual, ForwardPass pass)
    {
        var hook = pass.Context.Hooks?.Branch[Index];
        return hook is null ? Base(branch, residual) : hook.Forward(this, branch, residual, pass);
    }
}
