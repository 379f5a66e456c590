using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch;

namespace Bridge.Adapters.Composing;

/// <summary>Runs a composition in a linear slot: the base projection once for all rows, the adapters' changes on theirs.</summary>
internal sealed class LinearHook(Composition setup, IReadOnlyDictionary<string, LinearModule> modules, IReadOnlyDictionary<string, FusionLayer> fusions) : ILinearHook
{
    private readonly LinearModule? _single = Sole.Of(setup, modules);
    private readonly IReadOnlyList<LinearModule>? _group = Group.Of(setup, modules);

    public Tensor Forward(LinearSlot slot, Tensor input, ForwardPass pass)
    {
        // What is merged is in the weight; nothing else of its kind acts beside it, as in the reference library.
        if (slot.MergedBy is not null) return slot.Base(input, pass);
        if (_single?.Fused(input, slot, pass) is { } fused) return fused;
        if (_group is not null && pass.Context.Execution == Execution.Fused && Group.Divides(setup, input.shape[0])
            && _group[0].Grouped(_group, input, slot, pass) is { } grouped) return grouped;
        using var scope = NewDisposeScope();
        return new LinearComposer(modules, fusions, slot, pass).Run(setup, new LinearState(input, slot.Base(input, pass), null, null))
            .Settle(state => LinearComposer.Settle(state, slot), (parts, dimension) => cat([.. parts], dimension))
            .MoveToOuterDisposeScope();
    }
}
