using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>
/// m / ||W + B A|| * (W x + b + change), norms a row of the weight. The norm is of the unscaled B A and is part of the gradient, as in the reference library.
/// </summary>
internal sealed class DoraModule(LoraFactors factors, Tensor magnitude, double scaling, double dropout, Gate? gate) : LoraModule(factors, scaling, dropout, gate)
{
    public override Tensor? Fused(Tensor input, LinearSlot slot, ForwardPass pass) => null;

    // Without alpha / r, and without the bias, which the module scales too: so in the reference library.
    public override Tensor? Merged(Tensor weight)
    {
        if (HasGate) return null;
        var changed = weight + Factors.Delta();
        return changed * (magnitude.view(-1, 1) / linalg.norm(changed, dims: [1], keepdim: true));
    }

    public override Tensor Join(Tensor output, Tensor change, LinearSlot slot) =>
        (output + change) * (magnitude.view(-1) / linalg.norm(slot.Weight + Factors.Delta(), dims: [1]));

    public override Tensor Difference(Tensor output, Tensor change, LinearSlot slot) => Join(output, change, slot) - output;
}
