using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>
/// m / ||W + B A|| * (W x + b + change), norms a row of the weight. The norm is of the unscaled B A and is part of the gradient, as in the reference library.
/// </summary>
internal sealed class DoraModule(Tensor a, Tensor b, Tensor magnitude, double scaling, double dropout, Gate? gate) : LoraModule(a, b, scaling, dropout, gate)
{
    public override Tensor Join(Tensor output, Tensor change, LinearSlot slot)
    {
        using var delta = B.matmul(A); // (out, in)
        using var weight = slot.Weight + delta;
        using var norm = linalg.norm(weight, dims: [1]);
        using var flat = magnitude.view(-1);
        using var scale = flat / norm;
        using var sum = output + change;
        return sum * scale;
    }

    public override Tensor? Fused(Tensor input, LinearSlot slot, ForwardPass pass) => null;
}
