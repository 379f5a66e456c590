namespace Bridge.Adapters.Tests.Slow;

/// <summary>One projection under a tree of adapters: LoRA, DoRA, VeRA, MTL-LoRA, (IA)^3, and the fusion of what each changes.</summary>
public sealed class SlowLinear(SlowParameters parameters, string slot, Tensor input)
{
    /// <summary>The output (tokens, out) from the projection's own.</summary>
    public Tensor Run(Composition tree, Tensor output) => Act(tree, new State(output, null, null, false)).Value;

    private State Act(Composition node, State state)
    {
        if (node is Stack) return node.Children.Aggregate(state, (s, child) => Act(child, s));
        if (node is Leaf leaf) return Acts(leaf.Name) ? One(leaf.Name, state) : state;
        var acting = node.Children.Select((child, i) => (Child: child, Weight: (node as Average)?.Weights[i])).Where(c => c.Child.Leaves().Any(Acts)).ToList();
        if (acting.Count == 0) return state;
        var parts = acting.Select(c => Act(c.Child, state)).ToList();
        if (node is Fuse fuse)
        {
            var value = parameters.Attend(fuse, slot, state.Output, state.Output, parts.Select(p => p.Value - state.Output));
            return state with { Change = value - state.Output, Join = (y, change) => y + change, Fused = true };
        }
        return parts[^1] with { Change = parts.Zip(acting).Select(p => p.First.Change! * p.Second.Weight!.Value).Aggregate((a, b) => a + b) / parts.Count };
    }

    private State One(string name, State state)
    {
        var config = parameters.Part<LoraFamilyConfig>(name)!;
        if (config.CompositionMode == LoraComposition.Scale)
        {
            if (state.Fused) state = new State(state.Value, null, null, false);
            var scale = Tensor(name, "lora_B")!.view(1, -1) * (double)config.Alpha;
            return state with { Change = state.Change is null ? scale : state.Change * scale, Join = (y, change) => y * change };
        }
        var (a, b) = Factors(name, config);
        var change = (state.Change ?? input).matmul(a.t()).matmul(b.t());
        change = config.UseGating ? change * parameters.Gate(name, $"{slot}.loras.{name}.gate", input) : change * ((double)config.Alpha / config.R);
        return new State(state.Output, change, Joined(name, a, b), false);
    }

    private (Tensor A, Tensor B) Factors(string name, LoraFamilyConfig config)
    {
        if (Tensor(name, "vera_B") is { } outer)
            return (parameters.Find(name, $"shared_parameters.{name}.lora_A")!, outer.matmul(parameters.Find(name, $"shared_parameters.{name}.lora_B")!).matmul(Tensor(name, "vera_D")!));
        var (a, b) = (Tensor(name, "lora_A")!, Tensor(name, "lora_B")!);
        if (config is not MtlLoraConfig tasks) return (a, b);
        var shares = (Tensor(name, "weights")! / tasks.WeightsSharpness).softmax(0);
        return (a, (b * shares.view(-1, 1, 1)).sum(dim: 0) * Tensor(name, "task_specific.values")!);
    }

    private Func<Tensor, Tensor, Tensor> Joined(string name, Tensor a, Tensor b)
    {
        if (Tensor(name, "m.weight") is not { } magnitude) return (y, change) => y + change;
        var direction = (parameters.Base(slot + ".weight") + b.matmul(a)).square().sum(dim: 1).sqrt();
        return (y, change) => (y + change) * (magnitude.view(-1) / direction);
    }

    private bool Acts(string name) => (Tensor(name, "lora_B") ?? Tensor(name, "vera_B")) is not null;

    private Tensor? Tensor(string name, string part) => parameters.Find(name, $"{slot}.loras.{name}.{part}");

    // The value is the output with the change joined in; after a fusion, what multiplies takes it as the output.
    private sealed record State(Tensor Output, Tensor? Change, Func<Tensor, Tensor, Tensor>? Join, bool Fused)
    {
        public Tensor Value => Change is null ? Output : Join!(Output, Change);
    }
}
