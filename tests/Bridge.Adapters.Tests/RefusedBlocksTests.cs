namespace Bridge.Adapters.Tests;

/// <summary>
/// Blocks that the reference library refuses or fails at (the group <c>blocks</c> of its refusals), a row each: some work here, beyond the reference, and the others
/// name the block and what cannot be computed.
/// </summary>
public sealed class RefusedBlocksTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public RefusedBlocksTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _set = new AdapterSet(_model);
    }

    public static TheoryData<string> LinearMethods =>
        ["lora[r=4,init_weights='bert']", "ia3[init_weights='bert']", "vera[r=4,attn_matrices=['q']]", "dora[r=4,init_weights='bert']", "mtl_lora[r=4,init_weights='bert']"];

    public static TheoryData<string> Prefixes => ["prefix_tuning[bottleneck_size=8,prefix_length=4]", "prefix_tuning_flat[prefix_length=4]"];

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(LinearMethods))]
    public void Fuse_OfChangesOfWeights_IsRefused(string config) => Refused(config, "Fuse(a, b)", ErrorReason.SlotNotSupported);

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Fuse_OfPrefixes_IsRefused(string config) => Refused(config, "Fuse(a, b)", ErrorReason.SlotNotSupported);

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Split_OfPrefixes_IsRefused(string config) => Refused(config, "Split(a, b, splits=[4, 5])", ErrorReason.SlotNotSupported);

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Average_OfPrefixes_IsRefused(string config) => Refused(config, "Average(a, b)", ErrorReason.SlotNotSupported);

    // Beyond the reference: tokens are divided as a bottleneck's are.
    [Theory]
    [InlineData("lora[r=4,init_weights='bert']")]
    [InlineData("mtl_lora[r=4,init_weights='bert']")]
    [InlineData("vera[r=4,attn_matrices=['q']]")]
    public void Split_OfAnAdapterWithItself_IsThatAdapter(string config)
    {
        using var scope = NewDisposeScope();
        Add(config);
        TensorAssert.Close(States("a"), States("Split(a, a, splits=[4, 5])"), 1e-5);
    }

    private void Refused(string config, string setup, ErrorReason reason)
    {
        using var scope = NewDisposeScope();
        Add(config);
        _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(3));
        var error = Assert.Throws<BridgeException>(() => States(setup));
        Assert.Equal(reason, error.Reason);
        Assert.NotEmpty(error.Metadata);
    }

    private void Add(string config)
    {
        foreach (var name in new[] { "a", "b" }) _set.Add(name, AdapterConfig.Parse(config), new RandomSource((ulong)name[0]));
    }

    private Tensor States(string setup)
    {
        using var noGrad = no_grad();
        var (ids, mask) = TinyBert.Batch();
        var context = new ForwardContext { Hooks = _set.Compose(Composition.Parse(setup)), OutputPooled = false };
        return _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, context).LastHiddenState;
    }
}
