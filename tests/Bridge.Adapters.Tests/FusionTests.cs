namespace Bridge.Adapters.Tests;

/// <summary>AdapterFusion beside the recorded cases: files, names, what it is near the start, what it refuses.</summary>
public sealed class FusionTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public FusionTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _set = new AdapterSet(_model);
        foreach (var name in new[] { "a", "b" }) _set.Add(name, AdapterConfig.Parse("seq_bn[reduction_factor=4]"), new RandomSource((ulong)name[0]));
    }

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("static")]
    [InlineData("dynamic")]
    public void Fuse_OfAnAdapterWithItself_IsThatAdapter(string config)
    {
        using var scope = NewDisposeScope();
        _set.Fusions.Add(["a", "a"], FusionConfig.Parse(config), new RandomSource(1));
        // Weights of equal values sum to one; the value projection starts 1e-6 beside the identity.
        TensorAssert.Close(States("a"), States("Fuse(a, a)"), 1e-4);
    }

    [Fact]
    public void Save_ThenLoadUnderAnotherName_GivesTheSameBits()
    {
        using var scope = NewDisposeScope();
        var fusion = _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1), "mixer");
        var before = States("Fuse(a, b, name='mixer')");
        var folder = Path.Combine(_folder.Folder, "fusion");
        _set.Fusions.Save("mixer", folder);
        var loaded = _set.Fusions.Load(folder, "other");
        Assert.Equal((fusion.Config, fusion.ParameterCount), (loaded.Config, loaded.ParameterCount));
        TensorAssert.Same(before, States("Fuse(a, b, name='other')"));
        Assert.True(_set.Fusions.Remove("other"));
        // Files of the reference library forget the block's name: the only fusion of these adapters is meant.
        TensorAssert.Same(before, States("Fuse(a, b)"));
    }

    [Fact]
    public void Regularization_OfFreshValues_IsTheirDistanceFromTheIdentity()
    {
        using var scope = NewDisposeScope();
        var fusion = _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1));
        var size = _model.Description.HiddenSize;
        Assert.Equal(0.01 * _model.Description.LayerCount * 1e-12 * size * (size - 1), fusion.Regularization()!.ToDouble(), 1e-15);
        Assert.Null(_set.Fusions.Add(["a", "b"], FusionConfig.Static, new RandomSource(1), "s").Regularization());
    }

    [Fact]
    public void Compose_WithoutFusion_NamesThoseThereAre()
    {
        _set.Fusions.Add(["a", "b"], FusionConfig.Static, new RandomSource(1), "mixer");
        _set.Fusions.Add(["a", "b"], FusionConfig.Static, new RandomSource(1), "second");
        var error = Assert.Throws<BridgeException>(() => _set.Compose(Composition.Parse("Fuse(a, b)")));
        Assert.Equal(ErrorReason.FusionNotFound, error.Reason);
        Assert.Contains("\"mixer\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorReason.FusionNameTaken, Assert.Throws<BridgeException>(() => _set.Fusions.Add(["a"], FusionConfig.Static, new RandomSource(1), "mixer")).Reason);
        Assert.Equal(ErrorReason.AdapterNotFound, Assert.Throws<BridgeException>(() => _set.Fusions.Add(["a", "none"], FusionConfig.Static, new RandomSource(1))).Reason);
    }

    [Fact]
    public void Forward_ManyTimes_LeavesNoTensor()
    {
        _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1));
        LeakCheck.NoTensorLeaks(() => States("Fuse(a, b)").Dispose(), 5);
        LeakCheck.NoTensorLeaks(() =>
        {
            _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1), "x");
            _set.Fusions.Remove("x");
        }, 5);
    }

    private Tensor States(string setup)
    {
        using var noGrad = no_grad();
        using var flat = tensor(new long[] { 1, 2, 3, 4, 5, 6 }, device: CPU);
        using var ids = flat.view(2, 3);
        using var outputs = _model.Forward(new ModelInputs { InputIds = ids }, new ForwardContext { Hooks = _set.Compose(Composition.Parse(setup)) });
        return outputs.LastHiddenState.clone();
    }
}
