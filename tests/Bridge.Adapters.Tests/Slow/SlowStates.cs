namespace Bridge.Adapters.Tests.Slow;

/// <summary>
/// States leaving a block under a tree of adapters. Only the first adapter of a composition acts on them, which is the reference library's rule; where the composition fuses what
/// several change, each acts where it stands.
/// </summary>
public sealed class SlowStates(SlowParameters parameters, string block, int start, int first, int end)
{
    /// <summary>The new states (tokens, hidden): of tokens from <c>start</c> on. <paramref name="tree"/> is what the whole composition is for them.</summary>
    public Tensor Run(Composition root, Composition tree, Tensor states) => Fuses(root) ? Act(tree, states) : Act(root.First()!, states);

    private Tensor Act(Composition node, Tensor states)
    {
        if (node is Stack) return node.Children.Aggregate(states, (s, child) => Act(child, s));
        if (node is Leaf leaf) return Acts(leaf.Name) ? One(leaf.Name, states) : states;
        var acting = node.Children.Select((child, i) => (Child: child, Weight: (node as Average)?.Weights[i])).Where(c => c.Child.Leaves().Any(Acts)).ToList();
        if (acting.Count == 0) return states;
        var changes = acting.Select(c => Act(c.Child, states) - states).ToList();
        if (node is Fuse fuse) return parameters.Attend(fuse, block, states, states, changes);
        return states + changes.Zip(acting).Select(c => c.First * c.Second.Weight!.Value).Aggregate((a, b) => a + b) / changes.Count;
    }

    // h + R^T (W h + b - R h) at the first and last tokens, without R h for DiReFT.
    private Tensor One(string name, Tensor states)
    {
        var config = parameters.Part<ReftConfig>(name)!;
        var rows = new List<Tensor>();
        for (var i = 0; i < states.shape[0]; i++)
        {
            var (token, h) = (start + i, states[i]);
            var unit = token >= end - config.SuffixPositions && token < end ? 1 : token >= first && token < first + config.PrefixPositions ? 0 : -1;
            rows.Add(unit < 0 ? h : Changed(name, config, unit, h));
        }
        return stack(rows);
    }

    private Tensor Changed(string name, ReftConfig config, int unit, Tensor h)
    {
        Tensor Part(string part) => parameters.Find(name, $"{block}.reft_layer.refts.{name}.units.{unit}.{part}")!;
        var change = Part("learned_source.weight").matmul(h) + Part("learned_source.bias");
        if (config.SubtractProjection) change = change - Part("projection.weight").matmul(h);
        return h + Part("projection.weight").t().matmul(change);
    }

    private bool Acts(string name) => parameters.Find(name, $"{block}.reft_layer.refts.{name}.units.0.learned_source.weight") is not null;

    private bool Fuses(Composition node) => node is Fuse && node.Leaves().Any(name => parameters.Part<ReftConfig>(name) is not null) || node.Children.Any(Fuses);
}
