using Bridge.Adapters.Composing;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>Adds (alpha / r) x A^T B^T to the projection; with a gate, the gate stands in place of alpha / r (as in the reference library).</summary>
internal class LoraModule(LoraFactors factors, double scaling, double dropout, Gate? gate) : LinearModule
{
    protected LoraFactors Factors => factors;

    protected bool HasGate => gate is not null;

    public override Tensor Change(Tensor? previous, Tensor input, LinearSlot slot, ForwardPass pass)
    {
        var up = factors.Map(pass.Dropout(previous ?? input, dropout));
        return gate is null ? up * scaling : up * gate.Open(input, pass);
    }

    public override Tensor Join(Tensor output, Tensor change, LinearSlot slot) => output + change;

    public override Tensor? Merged(Tensor weight) => gate is null ? weight + factors.Delta() * scaling : null;

    public override Tensor? Fused(Tensor input, LinearSlot slot, ForwardPass pass)
    {
        if (gate is not null) return null;
        using var scope = NewDisposeScope();
        var dropped = pass.Context.Training && dropout > 0 ? pass.Dropout(input, dropout) : null;
        var (a, b) = factors.As(input.dtype);
        return LoraLinear.Apply(input, slot.Weight, slot.Bias, a, b, scaling, dropped, pass.Context.Execution).MoveToOuterDisposeScope();
    }
}
