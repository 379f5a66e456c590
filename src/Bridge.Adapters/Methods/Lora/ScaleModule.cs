using Bridge.Adapters.Composing;
using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>Multiplies the projection's output, its bias included, by a learned vector times alpha, or times a gate.</summary>
internal sealed class ScaleModule(ParameterPart vector, double alpha, Gate? gate) : LinearModule
{
    public override Tensor Change(Tensor? previous, Tensor input, LinearSlot slot, ForwardPass pass)
    {
        using var flat = vector.Value.view(1, 1, -1);
        using var wide = flat.expand(input.shape[0], 1, -1);
        using var scale = previous is null ? wide.alias() : previous * wide;
        if (gate is null) return scale * alpha;
        using var open = gate.Open(input, pass);
        return scale * open;
    }

    // The bias, which the module scales too, stays as it is: so in the reference library.
    public override Tensor? Merged(Tensor weight) => gate is null ? weight * (vector.Value * alpha) : null;

    public override Tensor Join(Tensor output, Tensor change, LinearSlot slot) => output * change;

    public override Tensor Difference(Tensor output, Tensor change, LinearSlot slot) => output * (change - 1);
}
