using Bridge.Torch;

namespace Bridge.Models.Slots;

/// <summary>A named projection y = x W^T + b of the base model, and the place where methods change its weight, input or output.</summary>
public sealed class LinearSlot
{
    private Tensor? _merged;

    internal LinearSlot(int index, string name, int layer, LinearRole role, SlotLocation location, Tensor weight, Tensor? bias)
    {
        (Index, Name, Layer, Role, Location, Original, Bias) = (index, name, layer, role, location, weight, bias);
    }

    /// <summary>What it is a part of, or null for a projection with a weight of its own.</summary>
    public MergedProjection? Parent { get; internal init; }

    /// <summary>Number among the linear slots.</summary>
    public int Index { get; }

    /// <summary>Name of the module in checkpoints.</summary>
    public string Name { get; }

    /// <summary>The block it belongs to.</summary>
    public int Layer { get; }

    /// <summary>What it does.</summary>
    public LinearRole Role { get; }

    /// <summary>Its sublayer.</summary>
    public SlotLocation Location { get; }

    /// <summary>The weight that acts, (out, in): the frozen one, or the one that an adapter is merged into.</summary>
    public Tensor Weight => _merged ?? Original;

    /// <summary>The frozen weight, (out, in).</summary>
    public Tensor Original { get; }

    /// <summary>The adapter in <see cref="Weight"/>, or null.</summary>
    public string? MergedBy { get; private set; }

    /// <summary>The frozen bias, (out), or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Size of the input.</summary>
    public long InFeatures => Weight.shape[1];

    /// <summary>Size of the output.</summary>
    public long OutFeatures => Weight.shape[0];

    /// <summary>Takes over a weight with an adapter's change in it. No call may run meanwhile.</summary>
    public void Merge(Tensor weight, string adapter)
    {
        Reset();
        (_merged, MergedBy) = (weight, adapter);
    }

    /// <summary>Back to the frozen weight, bit for bit. No call may run meanwhile.</summary>
    public void Reset()
    {
        _merged?.Dispose();
        (_merged, MergedBy) = (null, null);
    }

    /// <summary>The projection alone.</summary>
    public Tensor Base(Tensor input, ForwardPass pass) => Linear.Apply(input, Weight, Bias, pass.Context.Execution);

    /// <summary>The projection with what acts in the slot.</summary>
    public Tensor Forward(Tensor input, ForwardPass pass)
    {
        var hook = pass.Context.Hooks?.Linear[Index];
        return hook is null ? Base(input, pass) : hook.Forward(this, input, pass);
    }
}
