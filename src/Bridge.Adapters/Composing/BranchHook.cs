using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;
using Bridge.Torch;

namespace Bridge.Adapters.Composing;

/// <summary>Runs a composition where a branch joins the residual.</summary>
internal sealed class BranchHook(Composition setup, IReadOnlyDictionary<string, BranchModule> modules, IReadOnlyDictionary<string, FusionLayer> fusions) : IBranchHook
{
    private readonly BranchModule? _single = Sole.Of(setup, modules);
    private readonly IReadOnlyList<BranchModule>? _group = Group.Of(setup, modules);

    public Tensor Forward(BranchSlot slot, Tensor branch, Tensor residual, ForwardPass pass)
    {
        if (_single?.Fused(branch, residual, slot, pass) is { } fused) return fused;
        if (_group is not null && pass.Context.Execution == Execution.Fused && Group.Divides(setup, branch.shape[0])
            && _group[0].Grouped(_group, branch, residual, slot, pass) is { } grouped) return grouped;
        using var scope = NewDisposeScope();
        var state = new BranchComposer(modules, fusions, slot, pass).Run(setup, new BranchState(branch, residual, residual, null, null));
        var result = state.Last is null ? slot.Base(branch, residual) : state.Last.Leave(state, branch, slot);
        return result.MoveToOuterDisposeScope();
    }
}
