namespace Bridge.Adapters.Tests;

/// <summary>Compositions that are legal but cannot be computed with these adapters are refused when they are set, with the node, the adapter and the slot.</summary>
public sealed class SetupRulesTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public SetupRulesTests()
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
    [InlineData("lora|prefix_tuning_flat", "Fuse(a, b)", "Fuse", "encoder.layer.0.attention.self.prefix_tuning")]
    [InlineData("lora|prompt_tuning", "MultiTask(Fuse(a, b), c)", "MultiTask[0].Fuse", "embeddings")]
    [InlineData("seq_bn|prompt_tuning", "Fuse(a, b)", "Fuse", "embeddings")]
    [InlineData("prefix_tuning_flat", "Stack(c, Fuse(a, b))", "Stack[1].Fuse", "encoder.layer.0.attention.self.prefix_tuning")]
    [InlineData("prefix_tuning_flat", "Stack(c, Split(a, b, splits=[4, 5]))", "Stack[1].Split", "encoder.layer.0.attention.self.prefix_tuning")]
    [InlineData("prefix_tuning_flat", "Average(a, b)", "Average", "encoder.layer.0.attention.self.prefix_tuning")]
    public void Compose_OfWhatMeansNothing_NamesNodeAdapterAndSlot(string config, string setup, string node, string slot)
    {
        Add(config);
        _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(3));
        Refused(setup, ("node", node), ("adapter", "a"), ("slot", slot));
    }

    [Theory]
    [InlineData("lora[output_lora=True]", "Stack(a, b)", "Stack[1]", "b")]
    [InlineData("lora[output_lora=True]", "Parallel(Stack(a, b), c)", "Parallel[0].Stack[1]", "b")]
    [InlineData("lora[output_lora=True]", "Stack(Average(a, b), c)", "Stack[1]", "c")]
    [InlineData("lora[output_lora=True]", "Stack(Fuse(a, b), c)", "Stack[1]", "c")]
    [InlineData("lora[output_lora=True]", "Stack(c, Fuse(a, b))", "Stack[1].Fuse[0]", "a")]
    public void Compose_OfLoraBehindLoraInAProjectionThatIsNotSquare_NamesIt(string config, string setup, string node, string adapter)
    {
        Add(config);
        _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(3));
        Refused(setup, ("node", node), ("adapter", adapter), ("slot", "encoder.layer.0.output.dense"), ("found", "32"), ("needed", "48"));
    }

    [Theory]
    [InlineData("seq_bn", "double_seq_bn", "encoder.layer.0.attention.output")]
    [InlineData("seq_bn", "lora[attn_matrices=['v']]", "encoder.layer.0.attention.self.value")]
    [InlineData("lora[leave_out=[0]]", "lora", "encoder.layer.0.attention.self.query")]
    [InlineData("loreft[layers=[1,2]]", "loreft", "encoder.layer.0")]
    public void Compose_OfAFusionMadeForOthers_NamesTheSlotWithoutWeights(string config, string other, string slot)
    {
        Add(config);
        _set.Add("d", AdapterConfig.Parse(other), new RandomSource(4));
        _set.Fusions.Add(["a", "b"], FusionConfig.Dynamic, new RandomSource(3), "few");
        Refused("Fuse(a, d, name='few')", ("node", "Fuse"), ("fusion", "few"), ("adapter", "d"), ("slot", slot));
    }

    [Fact]
    public void Add_UnionWithTwoPartsInOneSlot_NamesBothAndLeavesNothing()
    {
        var error = Assert.Throws<BridgeException>(() => _set.Add("a", AdapterConfig.Parse("lora[r=4]|mtl_lora[r=4]"), new RandomSource(1)));
        Assert.Equal((ErrorReason.ConfigValueRange, "encoder.layer.0.attention.self.query"), (error.Reason, error.Metadata["slot"]));
        Assert.Empty(_set.All);
    }

    [Theory]
    [InlineData("ia3[use_dora=True]", "use_dora")]
    [InlineData("ia3[dropout=0.1]", "dropout")]
    public void Add_OfWhatAVectorCannotDo_NamesTheKey(string config, string key)
    {
        var error = Assert.Throws<BridgeException>(() => _set.Add("a", AdapterConfig.Parse(config), new RandomSource(1)));
        Assert.Equal((ErrorReason.ConfigValueRange, key), (error.Reason, error.Metadata["key"]));
    }

    private void Add(string config)
    {
        foreach (var name in new[] { "a", "b", "c" }) _set.Add(name, AdapterConfig.Parse(config), new RandomSource(name[0]));
    }

    private void Refused(string setup, params (string Key, string Value)[] facts)
    {
        var error = Assert.Throws<BridgeException>(() => _set.Compose(Composition.Parse(setup)));
        Assert.Equal(ErrorReason.SlotNotSupported, error.Reason);
        foreach (var (key, value) in facts)
        {
            Assert.Equal(value, error.Metadata[key]);
            Assert.Contains(value, error.Message);
        }
    }
}
