using Bridge.Adapters.Composing;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>Adds (alpha / r) x A^T B^T to the projection; with a gate, the gate stands in place of alpha / r (as in the reference library).</summary>
internal class LoraModule(Tensor a, Tensor b, double scaling, double dropout, Gate? gate) : LinearModule
{
    protected Tensor A => a; // (r, in)

    protected Tensor B => b; // (out, r)

    public override Tensor Change(Tensor? previous, Tensor input, LinearSlot slot, ForwardPass pass)
    {
        using var dropped = pass.Dropout(previous ?? input, dropout);
        using var down = nn.functional.linear(dropped, a);
        using var up = nn.functional.linear(down, b);
        if (gate is null) return up * scaling;
        using var open = gate.Open(input);
        pass.Context.Observer?.Observe("gating_score", "", slot.Layer, slot.Name, open);
        return up * open;
    }

    public override Tensor Join(Tensor output, Tensor change, LinearSlot slot) => output + change;

    public override Tensor? Fused(Tensor input, LinearSlot slot, ForwardPass pass) =>
        gate is null && !(pass.Context.Training && dropout > 0) && pass.Context.Execution == Execution.Fused
            ? LoraLinear.Apply(input, slot.Weight, slot.Bias, a, b, scaling)
            : null;
}
