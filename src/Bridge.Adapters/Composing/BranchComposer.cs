using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Compositions where a branch joins the residual.</summary>
internal sealed class BranchComposer(IReadOnlyDictionary<string, BranchModule> modules, IReadOnlyDictionary<string, FusionLayer> fusions, BranchSlot slot, ForwardPass pass)
    : Composer<BranchState>(pass)
{
    protected override bool Has(string adapter) => modules.ContainsKey(adapter);

    protected override long Size(BranchState state, int dimension) => state.Hidden.shape[dimension];

    // The first adapter of a block decides how its children enter, as in the reference library.
    protected override BranchState Enter(Composition node, BranchState state) => modules[node.Flatten().First(Has)].Enter(state, slot);

    protected override BranchState Single(string adapter, BranchState state) => modules[adapter].Apply(state, slot, Pass);

    // How hidden states enter and leave is the last adapter's to say.
    protected override BranchState Fused(Fuse fuse, BranchState state)
    {
        var fusion = fusions[fuse.Name];
        var last = modules[fuse.Leaves().Last(Has)];
        var entered = last.Enter(state, slot);
        var children = fuse.Children.Where(Acts).Select(child => Child(child, entered)).ToList();
        var outputs = stack(children.Select(child => child.Up!).ToArray(), 2);
        return entered with { Hidden = fusion.Forward(last.Query(state, entered, fusion.Config.QueryBeforeLn), outputs, entered.AdapterResidual, Pass), Last = last };
    }

    protected override BranchState Slice(BranchState state, long start, long count, int dimension) => state.Each(t => t.narrow(dimension, start, count));

    protected override BranchState Concatenate(IReadOnlyList<BranchState> states, BranchState whole, int dimension) =>
        whole with { Hidden = cat(states.Select(s => s.Hidden).ToArray(), dimension), Last = states[^1].Last };

    protected override BranchState Mean(IReadOnlyList<BranchState> states, IReadOnlyList<double> weights, BranchState whole)
    {
        var sum = states[0].Hidden * weights[0];
        for (var i = 1; i < states.Count; i++) sum = sum + states[i].Hidden * weights[i];
        return whole with { Hidden = sum / states.Count, Up = states[0].Up, Last = states[^1].Last };
    }

    protected override BranchState Reorder(BranchState state, Tensor order) => state.Each(t => t.index_select(0, order));
}
