using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>What an adapter does in a linear slot: it makes a change from the projection's input, and joins it with the projection's output.</summary>
internal abstract class LinearModule
{
    /// <summary>
    /// The change, (rows, length, out) or (rows, 1, out). <paramref name="previous"/> is the change that an adapter lower in a stack made, or null for the first.
    /// </summary>
    public abstract Tensor Change(Tensor? previous, Tensor input, LinearSlot slot, ForwardPass pass);

    /// <summary>Whether, behind another adapter in a stack, it takes that one's change in place of the projection's input: possible where both have one size.</summary>
    public virtual bool Continues => false;

    /// <summary>Output and change together.</summary>
    public abstract Tensor Join(Tensor output, Tensor change, LinearSlot slot);

    /// <summary>What <see cref="Join"/> changes: its result less the projection's output, (rows, length, out).</summary>
    public virtual Tensor Difference(Tensor output, Tensor change, LinearSlot slot) => Join(output, change, slot) - output;

    /// <summary>The weight (out, in) with the change in it, for modules that are no more than that; else null. The given one is borrowed.</summary>
    public virtual Tensor? Merged(Tensor weight) => null;

    /// <summary>Projection, change and join in one fused operation, where there is one for this case; else null.</summary>
    public virtual Tensor? Fused(Tensor input, LinearSlot slot, ForwardPass pass) => null;

    /// <summary>Projection, changes and joins of several adapters that have equal parts of the rows, this one the first, as products over all rows; null where they differ too much.</summary>
    public virtual Tensor? Grouped(IReadOnlyList<LinearModule> modules, Tensor input, LinearSlot slot, ForwardPass pass) => null;
}
