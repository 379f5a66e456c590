using Bridge.Adapters.Fusion;

namespace Bridge.Adapters.Tests.Slow;

/// <summary>
/// What adapters do to tokens of one row, from their tensors by name and the formulas of their papers: LoRA and (IA)^3 in a projection, bottlenecks and AdapterFusion where a
/// branch joins the residual, prefixes in an attention. Written to be read, not to be fast, and without anything of the engine's own.
/// </summary>
public sealed class SlowAdapters(AdapterSet set)
{
    /// <summary>Output of a projection of that name: input (tokens, in), what the projection alone gives (tokens, out).</summary>
    public Tensor Project(Composition tree, string slot, Tensor input, Tensor output)
    {
        var (change, multiplies) = Change(tree, slot, input, (null, false));
        return change is null ? output : multiplies ? output * change : output + change;
    }

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

    private (Tensor? Change, bool Multiplies) Change(Composition node, string slot, Tensor input, (Tensor? Change, bool Multiplies) before)
    {
        if (node is Stack) return node.Children.Aggregate(before, (state, child) => Change(child, slot, input, state));
        if (node is Average average)
        {
            var acting = node.Children.Zip(average.Weights).Where(c => c.First.Leaves().Any(name => Parameter(name, $"{slot}.loras.{name}.lora_B") is not null)).ToList();
            if (acting.Count == 0) return before;
            var changes = acting.Select(c => Change(c.First, slot, input, before)).ToList();
            return (changes.Zip(acting).Select(c => c.First.Change! * c.Second.Second).Aggregate((a, b) => a + b) / acting.Count, changes[^1].Multiplies);
        }
        if (node is not Leaf leaf || Parameter(leaf.Name, $"{slot}.loras.{leaf.Name}.lora_B") is not { } b) return before;
        var config = Part<LoraFamilyConfig>(leaf.Name);
        if (config.CompositionMode == LoraComposition.Scale)
        {
            var scale = b.view(1, -1) * (double)config.Alpha;
            return (before.Change is null ? scale : before.Change * scale, true);
        }
        var a = Parameter(leaf.Name, $"{slot}.loras.{leaf.Name}.lora_A")!;
        var change = (before.Change ?? input).matmul(a.t()).matmul(b.t());
        return (config.UseGating ? change * Gate(leaf.Name, $"{slot}.loras.{leaf.Name}.gate", input) : change * ((double)config.Alpha / config.R), false);
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
        if (node is Fuse fuse) return Fused(set.Fusions.For(fuse), slot, entered, states);
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

    private static Branch Fused(AdapterFusion fusion, string slot, Branch entered, List<Branch> children)
    {
        Tensor Map(string part, Tensor x) => nn.functional.linear(x, fusion.Parameters[$"{slot}.adapter_fusion_layer.{fusion.Name}.{part}.weight"],
            fusion.Parameters.GetValueOrDefault($"{slot}.adapter_fusion_layer.{fusion.Name}.{part}.bias"));
        var outputs = stack(children.Select(c => c.Up), 1); // (tokens, adapters, hidden)
        var weights = Map("key", outputs).matmul(Map("query", entered.Hidden).unsqueeze(2)).squeeze(2).softmax(1);
        return entered with { Hidden = (weights.unsqueeze(2) * Map("value", outputs)).sum(dim: 1) + entered.Kept, Last = children[^1].Last };
    }

    private Tensor Gate(string name, string at, Tensor input) => nn.functional.linear(input, Parameter(name, at + ".weight")!, Parameter(name, at + ".bias")!).sigmoid().mean([0], keepdim: true);

    private bool Acts(string name, string slot) => Parameter(name, $"{slot}.adapters.{name}.adapter_up.weight") is not null;

    // By its name's end: pools go by the name that they have in the first layer.
    private Tensor? Parameter(string adapter, string name) =>
        set[adapter].Parameters.GetValueOrDefault(name) ?? set[adapter].Parameters.FirstOrDefault(p => p.Key.EndsWith("." + name, StringComparison.Ordinal)).Value;

    private TConfig Part<TConfig>(string adapter)
        where TConfig : AdapterConfig => set[adapter].Config is ConfigUnion union ? union.Configs.OfType<TConfig>().Single() : (TConfig)set[adapter].Config;

    private sealed record Branch(Tensor Hidden, Tensor Residual, Tensor Kept, Tensor Up, BottleneckConfig? Last);
}
