using System.Text.Json.Nodes;
using Bridge.Checkpoints;

namespace Bridge.Adapters.Tests;

/// <summary>What may go wrong with adapters is said by name, and leaves the set as it was.</summary>
public sealed class AdapterSetTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public AdapterSetTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _set = new AdapterSet(_model);
        _set.Add("a", AdapterConfig.Parse("lora[r=4]"), new RandomSource(1));
    }

    [Fact]
    public void Add_NameTaken_IsRefused()
    {
        var error = Expect(ErrorReason.AdapterNameTaken, () => _set.Add("a", AdapterConfig.Parse("ia3"), new RandomSource(1)));
        Assert.Equal(ErrorCode.AlreadyExists, error.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    public void Add_NameThatIsAPath_IsRefused(string name) => Expect(ErrorReason.ArgumentInvalid, () => _set.Add(name, AdapterConfig.Parse("ia3"), new RandomSource(1)));

    [Fact]
    public void Compose_UnknownAdapter_NamesThoseThereAre() =>
        Assert.Contains("\"a\"", Expect(ErrorReason.AdapterNotFound, () => _set.Compose(Composition.Parse("Stack(a, b)"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Add_HypercomplexOfWrongSize_IsRefusedAndLeavesNothing()
    {
        var config = AdapterConfig.Parse("compacter[reduction_factor=8,phm_dim=3]");
        LeakCheck.NoTensorLeaks(() => Expect(ErrorReason.ConfigValueRange, () => _set.Add("b", config, new RandomSource(1))), 3);
    }

    [Fact]
    public void Load_TensorMissing_NamesItAndAddsNothing()
    {
        var folder = Saved(tensors => tensors.Where(t => !t.Name.EndsWith("layer.1.attention.self.query.loras.a.lora_A", StringComparison.Ordinal)));
        var error = Expect(ErrorReason.CheckpointMismatch, () => _set.Load(folder, "b"));
        Assert.Equal("missing", Assert.Single(error.Violations).Description);
        Assert.Contains("layer.1.attention.self.query.loras.b.lora_A", error.Violations[0].Field, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TensorTooMany_NamesIt()
    {
        var folder = Saved(tensors => tensors.Append(new TensorView("bert.extra.a.weight", tensors.First().DataType, tensors.First().Shape, tensors.First().Address, tensors.First().ByteLength, tensors.First().Owner)));
        Assert.Equal("not expected", Assert.Single(Expect(ErrorReason.CheckpointMismatch, () => _set.Load(folder, "b")).Violations).Description);
        Assert.Equal(["extra.a.weight"], _set.Load(folder, "b", new Storage.AdapterLoadOptions { AllowPartial = true }).LoadReport!.Unexpected);
    }

    [Fact]
    public void Load_AdapterOfAnotherRank_NamesBothShapes()
    {
        var folder = Saved(t => t);
        Edit(folder, json => json["config"]!["r"] = 5);
        var error = Expect(ErrorReason.CheckpointMismatch, () => _set.Load(folder, "b"));
        Assert.Equal(12, error.Violations.Count);
        Assert.Contains("(4, 32)", error.Violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AdapterOfAnotherSize_SaysSo()
    {
        var folder = Saved(t => t);
        Edit(folder, json => json["hidden_size"] = 768);
        Assert.Equal("768", Expect(ErrorReason.CheckpointMismatch, () => _set.Load(folder, "b")).Metadata["hidden_size"]);
    }

    [Fact]
    public void Load_TruncatedWeights_IsCorrupt()
    {
        var folder = Saved(t => t);
        var path = Path.Combine(folder, "adapter.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..200]);
        Expect(ErrorReason.CheckpointCorrupt, () => _set.Load(folder, "b"));
    }

    [Fact]
    public void Remove_ThenCompose_DoesNotFindIt()
    {
        Assert.True(_set.Remove("a"));
        Assert.False(_set.Remove("a"));
        Expect(ErrorReason.AdapterNotFound, () => _set.Compose("a"));
    }

    [Fact]
    public void Forward_BatchSplitOfOtherSize_NamesRows()
    {
        _set.Add("b", AdapterConfig.Parse("lora[r=2]"), new RandomSource(2));
        using var scope = NewDisposeScope();
        var (ids, mask) = TinyBert.Batch();
        var hooks = _set.Compose(Composition.Parse("BatchSplit(a, b, batch_sizes=[1, 1])"));
        var error = Assert.Throws<BridgeException>(() => _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, new ForwardContext { Hooks = hooks }));
        Assert.Equal("3", error.Metadata["rows"]);
    }

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    private BridgeException Expect(ErrorReason reason, Action action)
    {
        var names = _set.All.Select(a => a.Name).ToList();
        var error = Assert.Throws<BridgeException>(action);
        Assert.Equal(reason, error.Reason);
        Assert.Equal(names, _set.All.Select(a => a.Name));
        return error;
    }

    private string Saved(Func<IEnumerable<TensorView>, IEnumerable<TensorView>> change)
    {
        var folder = Path.Combine(_folder.Folder, "saved");
        _set.Save("a", folder);
        using var file = SafetensorsFile.Open(Path.Combine(folder, "adapter.safetensors"));
        SafetensorsWriter.Write(Path.Combine(folder, "adapter.safetensors"), change(file.Names.Select(n => file.Find(n)!)).ToList());
        return folder;
    }

    private static void Edit(string folder, Action<JsonObject> change)
    {
        var json = AdapterFolder.Adapter.ReadConfig(folder);
        change(json);
        JsonFile.Write(Path.Combine(folder, "adapter_config.json"), json);
    }
}
