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

    private double Scaling => scaling;

    public override bool Continues => true;

    public override Tensor Change(Tensor? previous, Tensor input, LinearSlot slot, ForwardPass pass)
    {
        var up = factors.Map(pass.Dropout(previous ?? input, dropout));
        return gate is null ? up * scaling : up * gate.Open(input, pass);
    }

    public override Tensor Join(Tensor output, Tensor change, LinearSlot slot) => output + change;

    public override Tensor Difference(Tensor output, Tensor change, LinearSlot slot) => change;

    public override Tensor? Merged(Tensor weight) => gate is null ? weight + factors.Delta() * scaling : null;

    public override Tensor? Fused(Tensor input, LinearSlot slot, ForwardPass pass)
    {
        if (gate is not null) return null;
        using var scope = NewDisposeScope();
        var dropped = pass.Context.Training && dropout > 0 ? pass.Dropout(input, dropout) : null;
        var (a, b) = factors.As(input.dtype);
        return LoraLinear.Apply(input, slot.Weight, slot.Bias, a, b, scaling, dropped, pass.Context.Execution).MoveToOuterDisposeScope();
    }

    public override Tensor? Grouped(IReadOnlyList<LinearModule> modules, Tensor input, LinearSlot slot, ForwardPass pass)
    {
        if (!modules.All(m => m is LoraModule lora && lora.Plain(pass))) return null;
        using var scope = NewDisposeScope();
        var all = modules.Cast<LoraModule>().ToList();
        var pairs = all.Select(m => m.Factors.As(input.dtype)).ToList();
        if (pairs.Any(p => p.A.shape[0] != pairs[0].A.shape[0])) return null;
        var output = slot.Base(input, pass);
        var (a, b) = (Products.Stack([.. pairs.Select(p => p.A)]), Products.Stack([.. pairs.Select(p => p.B)])); // (adapters, r, in), (adapters, out, r)
        var scales = tensor(all.Select(m => m.Scaling).ToArray(), input.dtype, input.device).view(-1, 1, 1);
        var down = input.reshape(all.Count, -1, input.shape[^1]).bmm((a * scales).transpose(1, 2));
        return Products.Into(output.reshape(all.Count, -1, output.shape[^1]), down, b.transpose(1, 2)).reshape(output.shape).MoveToOuterDisposeScope();
    }

    private bool Plain(ForwardPass pass) => GetType() == typeof(LoraModule) && gate is null && !(pass.Context.Training && dropout > 0);
}
