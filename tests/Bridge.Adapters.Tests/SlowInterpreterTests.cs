using Bridge.Adapters.Tests.Slow;
using Bridge.Torch;

namespace Bridge.Adapters.Tests;

/// <summary>Random legal trees of all blocks over mixed methods equal an interpreter that takes one row at a time and knows nothing of the engine.</summary>
public sealed class SlowInterpreterTests : IDisposable
{
    private const int BaseRows = 2;
    private const int Length = 9;

    private static readonly string[] Fusions = ["dynamic", "static", "dynamic", "dynamic[residual_before=True]", "static[key=False,value=True]", "dynamic[query=False,value_before_softmax=False]"];

    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public SlowInterpreterTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _set = new AdapterSet(_model);
    }

    // Bottlenecks of a pool enter and leave a branch alike: blocks whose parts do not follow the reference's rule, which is more than rows put side by side.
    public static TheoryData<string> Bottlenecks => ["double_seq_bn", "par_bn"];

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Bottlenecks))]
    public void Forward_OfRandomTreesOfMixedMethods_EqualsTheSlowInterpreter(string bottleneck)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (whole, any, fused) = AddAll(bottleneck);
        var slow = new SlowBert(_model, _set);
        var (ids, mask) = TinyBert.Batch(BaseRows, Length);
        var kinds = new Dictionary<string, int>();
        var parts = new HashSet<string>();
        for (var seed = 0; seed < 200; seed++)
        {
            var tree = new LegalTree(seed, whole, any, fused, BaseRows, Length);
            CompositionRules.Validate(tree.Root);
            foreach (var kind in Nodes(tree.Root).Where(node => node is not Leaf).Select(node => node.Kind).Distinct()) kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            foreach (var fuse in Nodes(tree.Root).OfType<Fuse>().Where(fuse => !_set.Fusions.TryGet(fuse.Name, out _)))
                Disturb(_set.Fusions.Add([.. fuse.Flatten().Distinct()], FusionConfig.Parse(Fusions[seed % Fusions.Length]), new RandomSource((ulong)seed), fuse.Name).Parameters.Values);
            parts.UnionWith(Nodes(tree.Root).OfType<Fuse>().SelectMany(fuse => fuse.Flatten()));
            var expected = slow.Forward(ids, mask, tree.Root, tree.Tasks);
            foreach (var execution in new[] { Execution.Fused, Execution.Composite })
            {
                var found = Forward(ids, mask, tree, execution);
                Assert.Equal(expected.shape, found.shape);
                var difference = (found - expected).abs().max().ToDouble();
                Assert.True(difference < 5e-5, $"seed {seed}: {tree}: {difference} from the slow interpreter ({execution})");
            }
        }
        // Every block many times, every method in a fusion.
        Assert.Equal(7, kinds.Count(k => k.Value >= 15));
        Assert.Equal(fused.Order(), parts.Order());
    }

    // The same trees in training: every tensor of every adapter gets the gradient that the interpreter's own graph gives it.
    [Theory]
    [MemberData(nameof(Bottlenecks))]
    public void Backward_OfRandomTreesOfMixedMethods_EqualsTheSlowInterpreter(string bottleneck)
    {
        using var scope = NewDisposeScope();
        var (whole, any, fused) = AddAll(bottleneck);
        var slow = new SlowBert(_model, _set);
        var (ids, mask) = TinyBert.Batch(BaseRows, Length);
        for (var seed = 1000; seed < 1040; seed++)
        {
            var tree = new LegalTree(seed, whole, any, fused, BaseRows, Length);
            foreach (var fuse in Nodes(tree.Root).OfType<Fuse>().Where(fuse => !_set.Fusions.TryGet(fuse.Name, out _)))
                Disturb(_set.Fusions.Add([.. fuse.Flatten().Distinct()], FusionConfig.Parse(Fusions[seed % Fusions.Length]), new RandomSource((ulong)seed), fuse.Name).Parameters.Values);
            var parameters = _set.All.SelectMany(a => a.Parameters).Concat(_set.Fusions.All.SelectMany(f => f.Parameters)).ToList();
            var expected = Gradients(parameters, () => slow.Forward(ids, mask, tree.Root, tree.Tasks));
            foreach (var checkpointing in new[] { false, true })
            {
                var found = Gradients(parameters, () => Forward(ids, mask, tree, Execution.Fused, checkpointing));
                var largest = expected.Max(g => g?.abs().max().ToDouble() ?? 0);
                for (var i = 0; i < parameters.Count; i++)
                {
                    var difference = (found[i] is { } gradient ? expected[i] is { } other ? gradient - other : gradient : expected[i])?.abs().max().ToDouble() ?? 0;
                    Assert.True(difference <= 1e-4 * largest, $"seed {seed}: {tree}: the gradient of {parameters[i].Key} is {difference} from the slow interpreter's, the largest {largest}");
                }
            }
        }
    }

    // What stands behind a block of different methods sees each part's own change, not the projection's input.
    [Theory]
    [InlineData("Stack(Parallel(lora1, bn1), lora2)")]
    [InlineData("Stack(Parallel(lora1, ia3), lora2)")]
    [InlineData("Stack(BatchSplit(lora1, bn1, batch_sizes=[1, 1]), lora2)")]
    [InlineData("Stack(Split(lora1, bn1, splits=[4, 5]), lora2)")]
    [InlineData("Stack(MultiTask(lora1, bn1), lora2)")]
    [InlineData("Stack(Parallel(prefix1, bn1), lora2)")]
    [InlineData("Parallel(bn1, lora1)")]
    [InlineData("Stack(bn1, Parallel(lora1, bn2))")]
    public void Forward_BehindPartsOfDifferentMethods_EqualsTheSlowInterpreter(string setup)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        AddAll("double_seq_bn");
        var (ids, mask) = TinyBert.Batch(BaseRows, Length);
        var tree = Composition.Parse(setup);
        int[] tasks = [0, 1];
        var expected = new SlowBert(_model, _set).Forward(ids, mask, tree, tasks);
        var context = new ForwardContext { Hooks = _set.Compose(tree), TaskIds = tasks };
        TensorAssert.Close(expected, _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, context).LastHiddenState, 2e-5);
    }

    private (string[] Whole, string[] Any, string[] Fused) AddAll(string bottleneck)
    {
        Add("bn1", $"{bottleneck}[reduction_factor=8,init_weights='bert']");
        Add("bn2", $"{bottleneck}[reduction_factor=4,init_weights='bert',non_linearity='gelu']");
        Add("out", $"{bottleneck}[reduction_factor=8,init_weights='bert',leave_out=[1]]");
        Add("lora1", "lora[r=2,init_weights='bert']");
        Add("lora2", "lora[r=4,init_weights='bert',attn_matrices=['q','k','v'],alpha=4]");
        Add("gated", "lora[r=2,init_weights='bert',use_gating=True]");
        Add("ia3", "ia3[init_weights='bert']");
        Add("both", $"lora[r=2,init_weights='bert']|{bottleneck}[reduction_factor=8,init_weights='bert']");
        Add("prefix1", "prefix_tuning_flat[prefix_length=3]");
        Add("prefix2", "prefix_tuning_flat[prefix_length=3,leave_out=[0]]");
        Add("dora", "dora[r=2,init_weights='bert']");
        Add("mtl", "mtl_lora[r=2,n_up_projection=2,init_weights='bert']");
        Add("vera", "vera[r=2]");
        Add("dvora", "dvora[r=2]");
        Add("noreft", "noreft[r=2,prefix_positions=3,suffix_positions=2]");
        Add("states", "lora[r=2,init_weights='bert']|noreft[r=2,prefix_positions=2,suffix_positions=2]");
        Add("direft", "direft[r=2,layers=[1],prefix_positions=1,suffix_positions=1]");
        // Blocks that divide join the rows of two adapters with magnitudes by the last one's, which is the reference's rule: one of them there.
        string[] any = ["bn1", "bn2", "out", "lora1", "lora2", "gated", "ia3", "both", "dora", "mtl", "states"], fused = [.. any, "vera", "dvora", "noreft", "direft"];
        foreach (var adapter in _set.All) Disturb(adapter.Parameters.Values);
        return (["prefix1", "prefix2"], any, fused);
    }

    private static List<Tensor?> Gradients(IReadOnlyList<KeyValuePair<string, Tensor>> parameters, Func<Tensor> forward)
    {
        foreach (var (_, parameter) in parameters)
        {
            parameter.requires_grad_();
            parameter.grad = null;
        }
        var states = forward();
        Bridge.Torch.Gradients.Backward((states * randn(states.shape, device: CPU, generator: new Generator(3, CPU))).sum());
        return [.. parameters.Select(p => p.Value.grad?.clone())];
    }

    private Tensor Forward(Tensor ids, Tensor mask, LegalTree tree, Execution execution, bool checkpointing = false)
    {
        using var scope = NewDisposeScope();
        var context = new ForwardContext { Hooks = _set.Compose(tree.Root), Execution = execution, OutputPooled = false, TaskIds = tree.Tasks, GradientCheckpointing = checkpointing };
        return _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, context).LastHiddenState.MoveToOuterDisposeScope();
    }

    private void Add(string name, string config) => _set.Add(name, AdapterConfig.Parse(config), new RandomSource((ulong)name.Sum(c => c)));

    // Large enough that an adapter in the wrong place shows.
    private static void Disturb(IEnumerable<Tensor> parameters)
    {
        using var noGrad = no_grad();
        foreach (var parameter in parameters) parameter.add_(randn(parameter.shape, device: CPU, generator: new Generator(5, CPU)) * 0.08);
    }

    private static IEnumerable<Composition> Nodes(Composition node) => node.Children.SelectMany(Nodes).Append(node);
}
