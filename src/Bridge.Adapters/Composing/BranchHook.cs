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
        return new BranchComposer(modules, fusions, slot, pass).Run(setup, new BranchState(branch, residual))
            .Settle(state => state.Last is null ? slot.Base(state.Branch, state.Residual) : state.Last.Leave(state, state.Branch, slot), (parts, dimension) => cat([.. parts], dimension))
            .MoveToOuterDisposeScope();
    }
}
