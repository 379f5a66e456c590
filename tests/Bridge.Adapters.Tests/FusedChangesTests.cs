using Bridge.Checkpoints;

namespace Bridge.Adapters.Tests;

/// <summary>Fusion of adapters that change projections and hidden states, which the reference library does not have: what it is near the start, its files, in every architecture.</summary>
public sealed class FusedChangesTests : IDisposable
{
    private const string Everywhere = "lora[r=2,intermediate_lora=True,output_lora=True]|seq_bn[reduction_factor=8]|noreft[r=2]";

    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public FusedChangesTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _set = new AdapterSet(_model);
    }

    public static TheoryData<string> Models => [.. ModelFolders.Names];

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    // The weights sum to one and the value projection starts 1e-6 beside the identity: wherever one adapter stands, its fusion with itself does what it does.
    [Theory]
    [InlineData("lora[r=2]", "Fuse(a, a)", "a")]
    [InlineData("lora[r=2]", "Stack(b, Fuse(a, a))", "Stack(b, a)")]
    [InlineData("lora[r=2]", "Stack(Fuse(a, a), b)", "Stack(a, b)")]
    [InlineData("lora[r=2]", "Fuse(Stack(b, a), Stack(b, a))", "Stack(b, a)")]
    [InlineData("lora[r=2]", "Stack(Fuse(a, a), BatchSplit(b, c, batch_sizes=[2, 1]))", "Stack(a, BatchSplit(b, c, batch_sizes=[2, 1]))")]
    [InlineData("lora[r=2]", "Stack(Fuse(a, a), Parallel(b, c))", "Stack(a, Parallel(b, c))")]
    [InlineData("dora[r=2]", "Fuse(a, a)", "a")]
    [InlineData("dvora[r=2]", "Fuse(a, a)", "a")]
    [InlineData("vera[r=2]", "Fuse(a, a)", "a")]
    [InlineData("mtl_lora[r=2,n_up_projection=2]", "Fuse(a, a)", "a")]
    [InlineData("ia3", "Fuse(a, a)", "a")]
    [InlineData("ia3", "Stack(b, Fuse(a, a))", "Stack(b, a)")]
    [InlineData("ia3", "Stack(Fuse(a, a), b)", "Stack(a, b)")]
    [InlineData("ia3", "Stack(Fuse(a, a), Average(b, c, weights=[0.5, 1.5]))", "Stack(a, Average(b, c, weights=[0.5, 1.5]))")]
    [InlineData("ia3", "Stack(Fuse(a, a), BatchSplit(b, c, batch_sizes=[2, 1]))", "Stack(a, BatchSplit(b, c, batch_sizes=[2, 1]))")]
    [InlineData("ia3", "Stack(Fuse(a, a), Split(b, c, splits=[4, 5]))", "Stack(a, Split(b, c, splits=[4, 5]))")]
    [InlineData("loreft[r=2]", "Fuse(a, a)", "a")]
    [InlineData("direft[r=2]", "Stack(Fuse(a, a), b)", "Stack(Fuse(a), Fuse(b))")]
    [InlineData("seq_bn|lora[r=2]|noreft[r=2]", "Fuse(a, a)", "a")]
    [InlineData("lora[r=2,output_lora=True,use_gating=True]", "MultiTask(Fuse(a, a), b)", "MultiTask(a, b)")]
    public void Fuse_OfAnAdapterWithItself_IsThatAdapter(string config, string setup, string expected)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var name in new[] { "a", "b", "c" }) ModelFolders.Disturb(_set.Add(name, AdapterConfig.Parse(config), new RandomSource(name[0])));
        foreach (string[] of in new string[][] { ["a"], ["b"], ["a", "a"] }) _set.Fusions.Add(of, FusionConfig.Dynamic, new RandomSource(1));
        var plain = States(_set, null);
        var (alone, fused) = (States(_set, expected), States(_set, setup));
        if (alone.shape[0] == plain.shape[0]) Assert.True((alone - plain).abs().max().ToDouble() > 5e-3);
        TensorAssert.Close(alone, fused, 3e-4);
    }

    // Queries and keys start small, so that all parts weigh nearly the same.
    [Theory]
    [InlineData("lora[r=2,output_lora=True]")]
    [InlineData("ia3")]
    public void Fuse_ThatIsFresh_IsNearTheAverage(string config)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var name in new[] { "a", "b" }) ModelFolders.Disturb(_set.Add(name, AdapterConfig.Parse(config), new RandomSource(name[0])));
        _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1));
        var average = States(_set, "Average(a, b, weights=[1.0, 1.0], normalize_weights=False)");
        double Far(string? setup) => (States(_set, setup) - average).abs().max().ToDouble();
        Assert.True(Far("Fuse(a, b)") < 0.05 * new[] { Far("a"), Far("b"), Far(null) }.Min(), $"{Far("Fuse(a, b)")} from the average; a is {Far("a")}, b {Far("b")}, the base {Far(null)}");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fuse_InEveryArchitecture_ActsAndIsTheSameFromItsFiles(string name)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var model = TransformerModel.Load(ModelFolders.Find(name)!);
        using var set = new AdapterSet(model);
        foreach (var adapter in new[] { "a", "b" }) ModelFolders.Disturb(set.Add(adapter, AdapterConfig.Parse(Everywhere), new RandomSource(adapter[0])));
        var fusion = set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1), "mixer");
        // A query, key and value matrix of its width for each slot where they act; models share no name between kinds of slots.
        var slots = set.Plan("c", AdapterConfig.Parse(Everywhere)).Slots.Distinct().ToList();
        Assert.Equal(slots.Order(), fusion.Parameters.Keys.Where(k => k.EndsWith(".value.weight", StringComparison.Ordinal)).Select(k => k[..k.IndexOf(".adapter_fusion_layer.", StringComparison.Ordinal)]).Order());
        foreach (var (key, tensor) in fusion.Parameters) tensor.add_(randn(tensor.shape, device: CPU, generator: new Generator((ulong)key.Length, CPU)) * 0.01);
        var before = States(set, "Fuse(a, b, name='mixer')");
        Assert.True((before - States(set, "a")).abs().max().ToDouble() > 1e-4);
        var folder = Path.Combine(_folder.Folder, name);
        set.Fusions.Save("mixer", folder);
        var loaded = set.Fusions.Load(folder, "other");
        foreach (var (key, tensor) in fusion.Parameters) TensorAssert.Same(tensor, loaded.Parameters[key.Replace(".mixer.", ".other.", StringComparison.Ordinal)]);
        TensorAssert.Same(before, States(set, "Fuse(a, b, name='other')"));
    }

    // Parameters stay in float32, arithmetic is the base's.
    [Theory]
    [InlineData("lora[r=2,use_gating=True]")]
    [InlineData("dora[r=2]")]
    [InlineData("ia3")]
    [InlineData("seq_bn|lora[r=2]|noreft[r=2]")]
    public void Fuse_OverABaseInHalfPrecision_IsNearTheWhole(string config)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var half = TransformerModel.Load(_folder.Folder, new ModelLoadOptions { DataType = ScalarType.BFloat16 });
        using var set = new AdapterSet(half);
        foreach (var one in new[] { _set, set })
        {
            foreach (var name in new[] { "a", "b" }) ModelFolders.Disturb(one.Add(name, AdapterConfig.Parse(config), new RandomSource(name[0])));
            one.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1));
        }
        foreach (var setup in new[] { "a", "Fuse(a, b)" })
        {
            var found = States(set, setup);
            Assert.Equal(ScalarType.BFloat16, found.dtype);
            TensorAssert.Close(States(_set, setup), found.to(ScalarType.Float32), 0.08);
        }
    }

    [Fact]
    public void Save_OfAFusionOfLora_NamesTensorsByTheirSlots()
    {
        foreach (var name in new[] { "a", "b" }) _set.Add(name, AdapterConfig.Parse("lora[r=2,attn_matrices=['q'],intermediate_lora=True,selfattn_lora=True]"), new RandomSource(name[0]));
        var fusion = _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1));
        var folder = Path.Combine(_folder.Folder, "fusion");
        _set.Fusions.Save("a,b", folder);
        using var file = AdapterFolder.Fusion.OpenWeights(folder);
        Assert.Equal(new Shape(48, 48), file.Find("bert.encoder.layer.0.intermediate.dense.adapter_fusion_layer.a,b.key.weight")!.Shape);
        Assert.Equal(new Shape(32), file.Find("bert.encoder.layer.2.attention.self.query.adapter_fusion_layer.a,b.query.bias")!.Shape);
        Assert.Equal(3 * (3 * (48 * 48 + 32 * 32) + 2 * (48 + 32)), fusion.ParameterCount);
        using var scope = NewDisposeScope();
        Assert.Equal(0.01 * 1e-12 * 3 * (48 * 47 + 32 * 31), fusion.Regularization()!.ToDouble(), 1e-15);
        // A tensor that is missing is an error, whichever.
        Truncate(folder, "bert.encoder.layer.1.attention.self.query.");
        Assert.Equal(ErrorReason.CheckpointMismatch, Assert.Throws<BridgeException>(() => _set.Fusions.Load(folder, "short")).Reason);
        Assert.False(_set.Fusions.TryGet("short", out _));
    }

    // The reference library lets such fusions be made and saved; its files hold matrices where branches join, or none.
    [Fact]
    public void Load_OfAFusionWithoutWeightsInItsSlots_IsWhatTheReferenceHas()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, config) in new[] { ("a", "lora[r=2]"), ("b", "lora[r=2]"), ("c", "noreft[r=2]"), ("d", "noreft[r=2]") }) ModelFolders.Disturb(_set.Add(name, AdapterConfig.Parse(config), new RandomSource(name[0])));
        foreach (string[] pair in new string[][] { ["a", "b"], ["c", "d"] })
        {
            var folder = Path.Combine(_folder.Folder, pair[0]);
            _set.Fusions.Add(pair, FusionConfig.Dynamic, new RandomSource(1));
            _set.Fusions.Save(string.Join(',', pair), folder);
            _set.Fusions.Remove(string.Join(',', pair));
            Truncate(folder, "bert.");
            Assert.False(_set.Fusions.Load(folder).HasPlaces);
        }
        var error = Assert.Throws<BridgeException>(() => _set.Compose(Composition.Parse("Fuse(a, b)")));
        Assert.Equal((ErrorReason.SlotNotSupported, "encoder.layer.0.attention.self.query"), (error.Reason, error.Metadata["slot"]));
        TensorAssert.Same(States(_set, "c"), States(_set, "Fuse(c, d)"));
    }

    [Fact]
    public void Forward_ManyTimes_LeavesNoTensor()
    {
        foreach (var name in new[] { "a", "b" }) _set.Add(name, AdapterConfig.Parse(Everywhere), new RandomSource(name[0]));
        _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(1));
        LeakCheck.NoTensorLeaks(() => States(_set, "Fuse(a, b)").Dispose(), 5);
        LeakCheck.NoTensorLeaks(() =>
        {
            using var other = new AdapterSet(_model);
            other.Fusions.Copy(_set.Fusions["a,b"], _set);
        }, 5);
    }

    private static Tensor States(AdapterSet set, string? setup)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var context = new ForwardContext { Hooks = setup is null ? null : set.Compose(Composition.Parse(setup)), TaskIds = [0, 1, 0], OutputPooled = false };
        return set.Model.Forward(ModelFolders.Inputs(set.Model), context).LastHiddenState.MoveToOuterDisposeScope();
    }

    // The file without the tensors whose names begin so.
    private static void Truncate(string folder, string prefix)
    {
        using var file = AdapterFolder.Fusion.OpenWeights(folder);
        AdapterFolder.Fusion.Write(folder, AdapterFolder.Fusion.ReadConfig(folder), [.. file.Names.Where(n => !n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => file.Find(n)!)]);
    }
}
