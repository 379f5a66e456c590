using Bridge.Torch;

namespace Bridge.Adapters.Tests;

/// <summary>Whole trees against a slow interpreter that runs one row at a time, and products over all rows against one product an adapter.</summary>
public sealed class CompositionTests : IDisposable
{
    private const int BaseRows = 2;

    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public CompositionTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _set = new AdapterSet(_model);
    }

    // All of a row act in the same slots, and entering a branch twice is as entering it once: where these differ, the reference library's rules for blocks are more than rows
    // put side by side, and its goldens hold us to them.
    public static TheoryData<string[]> Pools => new(
        ["lora[r=2,init_weights='bert']", "lora[r=4,init_weights='bert']", "lora[r=2,init_weights='bert',alpha=4]", "lora[r=2,init_weights='bert',use_gating=True]"],
        ["double_seq_bn[reduction_factor=8]", "double_seq_bn[reduction_factor=8]", "double_seq_bn[reduction_factor=4,non_linearity='gelu']", "double_seq_bn[reduction_factor=8,use_gating=True]"],
        ["par_bn[reduction_factor=8,init_weights='bert']", "par_bn[reduction_factor=8,init_weights='bert']", "par_bn[reduction_factor=4,init_weights='bert']"],
        ["ia3", "ia3[init_weights='bert']"],
        ["lora[r=2,init_weights='bert']|double_seq_bn[reduction_factor=8]", "lora[r=4,init_weights='bert']|double_seq_bn[reduction_factor=8]"]);

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Pools))]
    public void Forward_OfRandomTrees_EqualsEachRowAlone(string[] pool)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var names = Add(pool);
        var (ids, mask) = TinyBert.Batch(BaseRows);
        var known = new Dictionary<string, Tensor>();
        for (var seed = 0; seed < 40; seed++)
        {
            var tree = new RandomTree(seed + 1000 * pool.Sum(config => config.Length), names, BaseRows);
            var found = States(ids, mask, tree.Composition, Execution.Fused);
            Assert.Equal(BaseRows * tree.Channels, found.shape[0]);
            for (var row = 0; row < tree.Rows.Length; row++)
            {
                var at = row % BaseRows;
                var alone = new Stack([.. tree.Rows[row].Select(name => (Composition)name)]);
                var key = $"{at}:{alone.Write()}";
                if (!known.TryGetValue(key, out var expected))
                    known[key] = expected = States(ids.narrow(0, at, 1), mask.narrow(0, at, 1), alone, Execution.Composite);
                var difference = (found.narrow(0, row, 1) - expected).abs().max().ToDouble();
                Assert.True(difference < 2e-5, $"{tree}: row {row} is {difference} from {alone.Write()}");
            }
        }
    }

    [Theory]
    [InlineData("lora[r=4,init_weights='bert',attn_matrices=['q','k','v'],output_lora=True]")]
    [InlineData("seq_bn[reduction_factor=8]")]
    [InlineData("par_bn[reduction_factor=8]")]
    [InlineData("seq_bn[reduction_factor=8,non_linearity='gelu',scaling=2.0]")]
    [InlineData("double_seq_bn[reduction_factor=8]|lora[r=2,init_weights='bert']")]
    public void Forward_Grouped_EqualsOneAdapterAtATime(string config)
    {
        using var scope = NewDisposeScope();
        var names = Add([config, config, config]);
        var (ids, mask) = TinyBert.Batch(6);
        foreach (var setup in new[] { "BatchSplit(a0, a1, a2, batch_sizes=[2, 2, 2])", "Stack(BatchSplit(a2, a0, batch_sizes=[3, 3]))", "Parallel(a0, a2, a1)" })
        {
            var (grouped, plain) = (Both(Execution.Fused), Both(Execution.Composite));
            TensorAssert.Close(plain.States, grouped.States, 1e-5);
            foreach (var (expected, gradient) in plain.Gradients.Zip(grouped.Gradients)) TensorAssert.Close(expected, gradient, 1e-3);

            (Tensor States, List<Tensor> Gradients) Both(Execution execution)
            {
                var trained = names.SelectMany(name => _set[name].Trained.Select(t => _set[name].Parameters[t])).ToList();
                foreach (var parameter in trained)
                {
                    parameter.requires_grad_();
                    parameter.grad = null;
                }
                var states = States(ids, mask, Composition.Parse(setup), execution);
                states.square().mean().backward();
                return (states.detach(), [.. trained.Select(p => p.grad?.clone() ?? zeros_like(p))]);
            }
        }
    }

    // Beyond the reference: tokens are divided as a bottleneck's are.
    [Theory]
    [InlineData("lora[r=4,init_weights='bert']")]
    [InlineData("mtl_lora[r=4,init_weights='bert']")]
    [InlineData("vera[r=4,attn_matrices=['q']]")]
    [InlineData("ia3[init_weights='bert']")]
    public void Split_OfAnAdapterWithItself_IsThatAdapter(string config)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Add([config]);
        var (ids, mask) = TinyBert.Batch();
        TensorAssert.Close(States(ids, mask, "a0", Execution.Composite), States(ids, mask, Composition.Parse("Split(a0, a0, splits=[4, 5])"), Execution.Fused), 1e-5);
    }

    [Fact]
    public void Forward_GroupedManyTimes_LeavesNoTensor()
    {
        Add(["lora[r=4]|seq_bn[reduction_factor=8]", "lora[r=4]|seq_bn[reduction_factor=8]"]);
        LeakCheck.NoTensorLeaks(() =>
        {
            using var scope = NewDisposeScope();
            var (ids, mask) = TinyBert.Batch(2);
            States(ids, mask, Composition.Parse("BatchSplit(a0, a1, batch_sizes=[1, 1])"), Execution.Fused);
        }, 5);
    }

    private string[] Add(string[] configs)
    {
        var names = configs.Select((_, i) => $"a{i}").ToArray();
        for (var i = 0; i < configs.Length; i++) _set.Add(names[i], AdapterConfig.Parse(configs[i]), new RandomSource((ulong)(i + 1)));
        return names;
    }

    private Tensor States(Tensor ids, Tensor mask, Composition setup, Execution execution)
    {
        using var scope = NewDisposeScope();
        var context = new ForwardContext { Hooks = _set.Compose(setup), Execution = execution, OutputPooled = false };
        return _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, context).LastHiddenState.MoveToOuterDisposeScope();
    }
}
