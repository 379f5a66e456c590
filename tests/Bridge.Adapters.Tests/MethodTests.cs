using Bridge.Torch;

namespace Bridge.Adapters.Tests;

/// <summary>What every method must do, a row a method: a new method is a row.</summary>
public sealed class MethodTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;

    public MethodTests() => _model = TransformerModel.Load(_folder.Folder);

    /// <summary>Configuration, and whether a fresh adapter leaves the model as it is.</summary>
    public static TheoryData<string, bool> Methods => new()
    {
        { "lora[r=4]", true },
        { "lora[r=2,alpha=16,attn_matrices=['q','k','v'],intermediate_lora=True,output_lora=True]", true },
        { "lora[r=4,use_gating=True]", true },
        { "dora[r=4]", true },
        { "ia3", true },
        { "vera[r=4]", false },
        { "mtl_lora[r=4,n_up_projection=2]", true },
        { "seq_bn[reduction_factor=8]", false },
        { "double_seq_bn[reduction_factor=8]", false },
        { "par_bn[reduction_factor=8]", true },
        { "scaled_par_bn[reduction_factor=8]", true },
        { "seq_bn[reduction_factor=8,ln_before=True,ln_after=True,use_gating=True]", false },
        { "seq_bn_inv[reduction_factor=8]", false },
        { "compacter[reduction_factor=8]", false },
        { "prefix_tuning[bottleneck_size=8,prefix_length=5]", false },
        { "prefix_tuning_flat[prefix_length=5]", false },
        { "prompt_tuning[prompt_length=4]", false },
        { "loreft", false },
        { "noreft", false },
        { "direft", false },
        { "lora[r=2]|seq_bn[reduction_factor=8]", false },
        { "mam[prefix_tuning.bottleneck_size=8]", false },
    };

    private static readonly string[] Unwritable = ["mam[prefix_tuning.bottleneck_size=8]"];

    public static TheoryData<string> Names => [.. Methods.Select(row => row.Data.Item1).Except(Unwritable)];

    public static TheoryData<string> Neutral => [.. Methods.Where(row => row.Data.Item2).Select(row => row.Data.Item1)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plan_EqualsWhatAddCreates(string config)
    {
        using var set = new AdapterSet(_model);
        var plan = set.Plan("a", AdapterConfig.Parse(config));
        LeakCheck.NoTensorLeaks(() => set.Plan("a", AdapterConfig.Parse(config)), 3);
        var adapter = set.Add("a", AdapterConfig.Parse(config), new RandomSource(1));
        Assert.Equal(adapter.ParameterCount, plan.ParameterCount);
        Assert.Equal(adapter.Parameters.Select(p => (p.Key, new Shape(p.Value.shape))), plan.Parameters);
        Assert.NotEmpty(plan.Slots);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Add_SameSeed_GivesTheSameBits(string config)
    {
        using var first = new AdapterSet(_model);
        using var second = new AdapterSet(_model);
        var a = first.Add("a", AdapterConfig.Parse(config), new RandomSource(9));
        second.Add("other", AdapterConfig.Parse("lora"), new RandomSource(3));
        var b = second.Add("a", AdapterConfig.Parse(config), new RandomSource(9));
        foreach (var (name, value) in a.Parameters) TensorAssert.Same(value, b.Parameters[name]);
    }

    [Theory]
    [MemberData(nameof(Neutral))]
    public void Fresh_NeutralMethod_LeavesTheOutput(string config)
    {
        using var scope = NewDisposeScope();
        using var set = new AdapterSet(_model);
        set.Add("a", AdapterConfig.Parse(config), new RandomSource(1));
        TensorAssert.Close(Run(set, null), Run(set, "a"), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SaveAndLoad_UnderAnotherName_GivesTheSameBits(string config)
    {
        using var scope = NewDisposeScope();
        using var set = new AdapterSet(_model);
        set.Add("a", AdapterConfig.Parse(config), new RandomSource(1));
        Disturb(set["a"]);
        var folder = Path.Combine(_folder.Folder, "saved");
        set.Save("a", folder);
        var loaded = set.Load(folder, "b");
        Assert.Equal(set["a"].Config, loaded.Config);
        Assert.Empty(loaded.LoadReport!.Unexpected);
        TensorAssert.Same(Run(set, "a"), Run(set, "b"));
        Assert.False(Run(set, null).Equals(Run(set, "b")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_AlongItself_EqualsFiniteDifference(string config)
    {
        using var scope = NewDisposeScope();
        using var set = new AdapterSet(_model);
        var adapter = set.Add("a", AdapterConfig.Parse(config), new RandomSource(1));
        Disturb(adapter);
        var trained = adapter.Trained.Select(name => adapter.Parameters[name]).ToList();
        foreach (var parameter in trained) parameter.requires_grad_();
        using var generator = Generators.From(new RandomSource(2), CPU);
        var weights = randn(Run(set, "a").shape, device: CPU, generator: generator);
        (Run(set, "a") * weights).sum().backward();
        var directions = trained.Select(p => p.grad is null ? zeros_like(p) : p.grad.clone()).ToList();
        var norm = Math.Sqrt(directions.Sum(d => d.square().sum().ToDouble()));
        using var _ = no_grad();
        double At(double step)
        {
            for (var i = 0; i < trained.Count; i++) trained[i].add_(directions[i], step / norm);
            var value = (Run(set, "a").to(ScalarType.Float64) * weights).sum().ToDouble();
            for (var i = 0; i < trained.Count; i++) trained[i].add_(directions[i], -step / norm);
            return value;
        }
        const double Step = 2e-3;
        Assert.Equal(1, (At(Step) - At(-Step)) / (2 * Step) / norm, 2e-2);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_Fused_EqualsComposite(string config)
    {
        using var scope = NewDisposeScope();
        using var set = new AdapterSet(_model);
        var adapter = set.Add("a", AdapterConfig.Parse(config), new RandomSource(1));
        Disturb(adapter);
        var trained = adapter.Trained.Select(name => adapter.Parameters[name]).ToList();
        (Tensor Output, List<Tensor> Gradients) Both(Execution execution)
        {
            foreach (var parameter in trained)
            {
                parameter.requires_grad_();
                parameter.grad = null;
            }
            var output = Run(set, "a", new ForwardContext { Execution = execution });
            output.square().sum().backward();
            return (output, [.. trained.Select(p => p.grad?.clone() ?? zeros_like(p))]);
        }
        var (fused, composite) = (Both(Execution.Fused), Both(Execution.Composite));
        TensorAssert.Close(composite.Output, fused.Output, 1e-5);
        for (var i = 0; i < trained.Count; i++) TensorAssert.Close(composite.Gradients[i], fused.Gradients[i], 1e-3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_ManySteps_LeavesNothingAndTheBaseAlone(string config)
    {
        using var set = new AdapterSet(_model);
        var adapter = set.Add("a", AdapterConfig.Parse(config), new RandomSource(1));
        var before = _model.Parameters.ToDictionary(p => p.Key, p => p.Value.clone());
        foreach (var name in adapter.Trained) adapter.Parameters[name].requires_grad_();
        LeakCheck.NoTensorLeaks(() =>
        {
            using var scope = NewDisposeScope();
            Run(set, "a", new ForwardContext { Training = true, Random = new RandomSource(1) }).sum().backward();
        }, 5);
        foreach (var (name, value) in before)
        {
            TensorAssert.Same(value, _model.Parameters[name]);
            value.Dispose();
        }
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    private static void Disturb(Adapter adapter)
    {
        using var _ = no_grad();
        foreach (var name in adapter.Trained.Where(name => !name.Contains("parametrizations", StringComparison.Ordinal)))
        {
            using var generator = Generators.From(new RandomSource(7).Fork(name), CPU);
            using var noise = randn(adapter.Parameters[name].shape, device: CPU, generator: generator);
            adapter.Parameters[name].add_(noise, 0.1);
        }
    }

    private Tensor Run(AdapterSet set, string? adapter, ForwardContext? context = null)
    {
        using var scope = NewDisposeScope();
        var (ids, mask) = TinyBert.Batch();
        var hooks = adapter is null ? null : set.Compose(adapter);
        var outputs = _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, (context ?? ForwardContext.Plain) with { Hooks = hooks });
        outputs.PoolerOutput?.Dispose();
        return outputs.LastHiddenState.MoveToOuterDisposeScope();
    }
}
