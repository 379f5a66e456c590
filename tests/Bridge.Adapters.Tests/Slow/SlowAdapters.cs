namespace Bridge.Adapters.Tests.Slow;

/// <summary>
/// What adapters do to tokens of one row, from their tensors by name and the formulas of their papers: the LoRA family in a projection (<see cref="SlowLinear"/>), ReFT on the
/// states leaving a block (<see cref="SlowStates"/>), bottlenecks where a branch joins the residual, AdapterFusion in all of them, prefixes in an attention. Written to be read, not to
/// be fast, and without anything of the engine's own.
/// </summary>
public sealed class SlowAdapters(AdapterSet set)
{
    private readonly SlowParameters _parameters = new(set);

    /// <summary>Output of a projection of that name: input (tokens, in), what the projection alone gives (tokens, out).</summary>
    public Tensor Project(Composition tree, string slot, Tensor input, Tensor output) => new SlowLinear(_parameters, slot, input).Run(tree, output);

    /// <summary>States leaving a block of that name, (tokens, hidden): of which tokens of a row that has real ones from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public Tensor Leave(Composition root, Composition tree, string block, Tensor states, int start, int first, int end) =>
        new SlowStates(_parameters, block, start, first, end).Run(root, tree, states);

    /// <summary>The join of branch and residual, both (tokens, hidden), and the norm that follows.</summary>
    public Tensor Join(Composition tree, string slot, Tensor branch, Tensor residual, Func<Tensor, Tensor> norm)
    {
        var state = Act(tree, slot, new Branch(branch, residual, residual, branch, null));
        if (state.Last is null) return norm(branch + residual);
        return norm((state.Last.IsParallel ? state.Hidden + branch : state.Hidden) + residual);
    }

    /// <summary>Keys or values (heads, keys, size) with the prefixes of the row in front.</summary>
    public Tensor Prefix(Composition tree, int layer, int layers, int kind, Tensor keys)
    {
        foreach (var name in tree.Leaves())
        {
            if (Parameter(name, "control_trans") is not { } all) continue;
            int[] acting = [.. Enumerable.Range(0, layers).Where(l => !Part<PrefixTuningConfig>(name).LeaveOut.Contains(l))];
            var at = Array.IndexOf(acting, layer);
            if (at < 0) continue;
            var own = all.view(-1, acting.Length * 2, keys.shape[0], keys.shape[2]).select(1, 2 * at + kind); // (length, heads, size)
            keys = cat([own.transpose(0, 1), keys], 1);
        }
        return keys;
    }

    private Branch Act(Composition node, string slot, Branch state)
    {
        if (node is Stack) return node.Children.Aggregate(state, (s, child) => Act(child, slot, s));
        var acting = node.Leaves().Where(name => Acts(name, slot)).ToList();
        if (acting.Count == 0) return state;
        if (node is Leaf leaf) return Bottleneck(leaf.Name, slot, Enter(state, Part<BottleneckConfig>(leaf.Name)));
        var children = node.Children.Where(c => c.Leaves().Any(name => Acts(name, slot))).ToList();
        var entered = Enter(state, Part<BottleneckConfig>(node is Fuse ? acting[^1] : acting[0]));
        var states = children.Select(c => Act(c, slot, entered)).ToList();
        if (node is Fuse fuse) return Fused(fuse, slot, entered, states);
        var weights = ((Average)node).Weights.Where((_, i) => children.Contains(node.Children[i])).ToList();
        return entered with { Hidden = states.Zip(weights).Select(s => s.First.Hidden * s.Second).Aggregate((a, b) => a + b) / states.Count, Last = states[^1].Last };
    }

    private static Branch Enter(Branch state, BottleneckConfig config) =>
        config.IsParallel ? state with { Hidden = state.Residual, Kept = state.Residual } : state with { Kept = state.Hidden };

    private Branch Bottleneck(string name, string slot, Branch state)
    {
        var (config, at) = (Part<BottleneckConfig>(name), $"{slot}.adapters.{name}");
        var down = nn.functional.linear(state.Hidden, Parameter(name, at + ".adapter_down.0.weight")!, Parameter(name, at + ".adapter_down.0.bias")!);
        var inner = config.NonLinearity switch
        {
            "gelu" => nn.functional.gelu(down),
            "swish" => down * down.sigmoid(),
            _ => nn.functional.relu(down),
        };
        var up = nn.functional.linear(inner, Parameter(name, at + ".adapter_up.weight")!, Parameter(name, at + ".adapter_up.bias")!) * config.Scaling.Value;
        var output = config.UseGating ? up * Gate(name, at + ".gate", state.Hidden) : up;
        return state with { Hidden = config.IsParallel ? output : output + state.Kept, Up = up, Last = config };
    }

    private Branch Fused(Fuse fuse, string slot, Branch entered, List<Branch> children) =>
        entered with { Hidden = _parameters.Attend(fuse, slot, entered.Hidden, entered.Kept, children.Select(c => c.Up)), Last = children[^1].Last };

    private Tensor Gate(string name, string at, Tensor input) => _parameters.Gate(name, at, input);

    private bool Acts(string name, string slot) => Parameter(name, $"{slot}.adapters.{name}.adapter_up.weight") is not null;

    private Tensor? Parameter(string adapter, string name) => _parameters.Find(adapter, name);

    private TConfig Part<TConfig>(string adapter)
        where TConfig : AdapterConfig => _parameters.Part<TConfig>(adapter)!;

    private sealed record Branch(Tensor Hidden, Tensor Residual, Tensor Kept, Tensor Up, BottleneckConfig? Last);
}
