using Bridge.Adapters.Averaging;

namespace Bridge.Adapters.Tests;

/// <summary>What is done with whole adapters: averages, merging, sharing, ejecting.</summary>
public sealed class OperationsTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public OperationsTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _set = new AdapterSet(_model);
    }

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("lora[r=4,init_weights='bert']")]
    [InlineData("seq_bn[reduction_factor=4]")]
    [InlineData("compacter[reduction_factor=4,phm_dim=2]")]
    [InlineData("prefix_tuning[prefix_length=3,bottleneck_size=4]")]
    [InlineData("loreft[r=2]")]
    [InlineData("unipelt")]
    public void Average_OfTwo_IsTheWeightedSumOfEachTensor(string config)
    {
        Add(config, "a", "b");
        _set.Average("m", ["a", "b"], [1, 3]);
        _set.Average("n", ["a", "b"], [1, 3], new AverageOptions { Normalize = false });
        var (a, b) = (Values("a"), Values("b"));
        foreach (var ((m, n), i) in Values("m").Zip(Values("n")).Select((pair, i) => (pair, i)))
        {
            using var scope = NewDisposeScope();
            TensorAssert.Close(a[i] * 0.25 + b[i] * 0.75, m, 1e-6);
            TensorAssert.Close(a[i] + b[i] * 3, n, 1e-6);
        }
        LeakCheck.NoTensorLeaks(() =>
        {
            _set.Average("l", ["a", "b"]);
            _set.Remove("l");
        }, 5);
    }

    [Fact]
    public void Average_BySingularValuesOfFullRank_KeepsTheWeightedChange()
    {
        Add("lora[r=2,init_weights='bert']", "a", "b");
        _set.Average("m", ["a", "b"], [1, -0.5], new AverageOptions { Normalize = false, Strategy = AverageStrategy.DeltaSvd, Rank = 4 });
        using var scope = NewDisposeScope();
        var (a, b, m) = (Values("a"), Values("b"), Values("m"));
        for (var i = 0; i < m.Count; i += 2) TensorAssert.Close(a[i + 1].matmul(a[i]) - 0.5 * b[i + 1].matmul(b[i]), m[i + 1].matmul(m[i]), 1e-7);
    }

    [Fact]
    public void Average_OfWhatDiffers_IsRefusedAndAddsNothing()
    {
        Add("lora[r=4]", "a");
        _set.Add("b", AdapterConfig.Parse("lora[r=2]"), new RandomSource(2));
        _set.Add("c", AdapterConfig.Parse("seq_bn"), new RandomSource(3));
        Expect(ErrorReason.ArgumentInvalid, () => _set.Average("m", ["a", "b"]));
        Expect(ErrorReason.ArgumentInvalid, () => _set.Average("m", []));
        Expect(ErrorReason.ArgumentInvalid, () => _set.Average("m", ["a"], [1, 2]));
        Expect(ErrorReason.ArgumentInvalid, () => _set.Average("m", ["c"], options: new AverageOptions { Strategy = AverageStrategy.NegateB }));
        Expect(ErrorReason.ArgumentInvalid, () => _set.Average("m", ["a"], options: new AverageOptions { Strategy = AverageStrategy.DeltaSvd }));
        Expect(ErrorReason.AdapterNotFound, () => _set.Average("m", ["a", "none"]));
        Expect(ErrorReason.AdapterNameTaken, () => _set.Average("a", ["a"]));
        Assert.Equal(["a", "b", "c"], _set.All.Select(x => x.Name));
    }

    [Theory]
    [InlineData("lora[r=4,init_weights='bert',attn_matrices=['q','k','v'],intermediate_lora=True]")]
    [InlineData("vera[r=4]")]
    public void Merge_ThenReset_GivesTheAdapterAndThenTheBaseBack(string config)
    {
        using var scope = NewDisposeScope();
        Add(config, "a");
        using (no_grad())
            foreach (var parameter in Values("a")) parameter.add_(randn_like(parameter) * 0.05);
        var weights = _model.Slots.Linear.Select(slot => slot.Weight.clone()).ToList();
        var (plain, adapted) = (States(null), States("a"));
        _set.Merge("a");
        TensorAssert.Close(adapted, States(null), 2e-5);
        TensorAssert.Same(States(null), States("a"));
        _set.Reset();
        TensorAssert.Same(plain, States(null));
        TensorAssert.Same(adapted, States("a"));
        foreach (var (slot, weight) in _model.Slots.Linear.Zip(weights)) TensorAssert.Same(weight, slot.Weight);
        LeakCheck.NoTensorLeaks(() =>
        {
            _set.Merge("a");
            _set.Reset();
        }, 5);
    }

    [Fact]
    public void Merge_OfWhatIsNoChangeOfWeights_IsRefusedAndMergesNothing()
    {
        Add("seq_bn", "a");
        Add("lora[use_gating=True]", "b");
        Add("lora", "c", "d");
        Expect(ErrorReason.SlotNotSupported, () => _set.Merge("a"));
        Expect(ErrorReason.SlotNotSupported, () => _set.Merge("b"));
        Assert.DoesNotContain(_model.Slots.Linear, slot => slot.MergedBy is not null);
        _set.Merge("c");
        Expect(ErrorReason.AdapterMerged, () => _set.Merge("d"));
        using (var other = new AdapterSet(_model)) other.Add("e", AdapterConfig.Parse("lora"), new RandomSource(9));
        Assert.Contains(_model.Slots.Linear, slot => slot.MergedBy == "c");
        _set.Remove("c");
        Assert.DoesNotContain(_model.Slots.Linear, slot => slot.MergedBy is not null);
    }

    [Fact]
    public void Eject_Prefix_KeepsTheOutputsAndGoesThroughAFile()
    {
        using var scope = NewDisposeScope();
        Add("prefix_tuning[prefix_length=3,bottleneck_size=4]", "a");
        var before = States("a");
        Assert.True(((PrefixTuningConfig)_set.Eject("a").Config).Flat);
        TensorAssert.Same(before, States("a"));
        var folder = Path.Combine(_folder.Folder, "ejected");
        _set.Save("a", folder);
        _set.Load(folder, "b");
        TensorAssert.Same(before, States("b"));
        Expect(ErrorReason.AdapterNotFound, () => _set.Eject("none"));
    }

    [Fact]
    public void Share_ThenUnshare_IsOneTensorAndThenCopies()
    {
        const string Config = "mtl_lora[r=2,n_up_projection=2,init_weights='bert']";
        Add(Config, "a", "b", "c");
        var group = _set.Sharing.Share(["a", "b"]);
        Assert.Equal("a,b", group.Name);
        var name = _set["a"].Parameters.Keys.First(k => k.EndsWith("lora_A", StringComparison.Ordinal));
        Assert.Same(_set["a"].Parameters[name], _set["b"].Parameters[name.Replace(".loras.a.", ".loras.b.", StringComparison.Ordinal)]);
        Assert.Contains(".shared_parameters.a,b.", _set.Sharing.NameOf(_set["a"], name), StringComparison.Ordinal);
        Expect(ErrorReason.ArgumentInvalid, () => _set.Sharing.Share(["b", "c"]));
        Assert.True(_set.Sharing.Unshare("a,b"));
        Assert.NotSame(_set["a"].Parameters[name], _set["b"].Parameters[name.Replace(".loras.a.", ".loras.b.", StringComparison.Ordinal)]);
        TensorAssert.Same(_set["a"].Parameters[name], _set["b"].Parameters[name.Replace(".loras.a.", ".loras.b.", StringComparison.Ordinal)]);
        LeakCheck.NoTensorLeaks(() =>
        {
            _set.Sharing.Share(["a", "c"]);
            _set.Sharing.Unshare("a,c");
        }, 3);
        Add("lora", "d");
        Expect(ErrorReason.SlotNotSupported, () => _set.Sharing.Share(["a", "d"]));
    }

    private static void Expect(ErrorReason reason, Action action) => Assert.Equal(reason, Assert.Throws<BridgeException>(action).Reason);

    private void Add(string config, params string[] names)
    {
        foreach (var name in names) _set.Add(name, AdapterConfig.Parse(config), new RandomSource((ulong)name[0]));
    }

    private List<Tensor> Values(string adapter) => [.. _set[adapter].Parameters.Values];

    private Tensor States(string? setup)
    {
        using var noGrad = no_grad();
        using var flat = tensor(new long[] { 1, 2, 3, 4, 5, 6 }, device: CPU);
        using var ids = flat.view(2, 3);
        using var outputs = _model.Forward(new ModelInputs { InputIds = ids }, new ForwardContext { Hooks = setup is null ? null : _set.Compose(setup) });
        return outputs.LastHiddenState.clone();
    }
}
