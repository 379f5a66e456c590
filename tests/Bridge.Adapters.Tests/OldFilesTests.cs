using System.Text.Json.Nodes;
using Bridge.Adapters.Storage;
using Bridge.Checkpoints;

namespace Bridge.Adapters.Tests;

/// <summary>Files of earlier library versions, and files that are loaded as something else than they were saved as.</summary>
public sealed class OldFilesTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly AdapterSet _set;

    public OldFilesTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _set = new AdapterSet(_model);
    }

    [Theory]
    [InlineData("text_lang", "lang")]
    [InlineData("text_task", "task")]
    public void Load_NamesOfTheFirstVersion_GivesTheSameTensors(string type, string word)
    {
        var original = _set.Add("a", AdapterConfig.Parse("double_seq_bn_inv[reduction_factor=8]"), new RandomSource(1));
        var folder = Saved("a", name => name.Replace("attention.output.adapters", $"attention.output.attention_text_{word}_adapters", StringComparison.Ordinal)
            .Replace("output.adapters", $"output.layer_text_{word}_adapters", StringComparison.Ordinal).Replace("invertible_adapters", "invertible_lang_adapters", StringComparison.Ordinal));
        Edit(folder, json => json["type"] = type);
        var loaded = _set.Load(folder, "b");
        Assert.Equal(original.Parameters.Count, loaded.Parameters.Count);
        foreach (var (name, tensor) in original.Parameters)
            Assert.True(tensor.Equals(loaded.Parameters[name.Replace("adapters.a.", "adapters.b.", StringComparison.Ordinal)]), name);
    }

    [Fact]
    public void Load_TaskAdapterWithoutItsInvertibleAdapter_DropsItFromTheConfiguration()
    {
        _set.Add("a", AdapterConfig.Parse("seq_bn[reduction_factor=8]"), new RandomSource(1));
        var folder = Saved("a", name => name);
        Edit(folder, json =>
        {
            json["type"] = "text_task";
            json["config"]!["inv_adapter"] = "nice";
            json["config"]!["inv_adapter_reduction_factor"] = 2;
        });
        Assert.Null(((BottleneckConfig)_set.Load(folder, "b").Config).InvAdapter);
        Edit(folder, json => json["type"] = "text_lang");
        Assert.Equal(ErrorReason.CheckpointMismatch, Assert.Throws<BridgeException>(() => _set.Load(folder, "c")).Reason);
    }

    [Fact]
    public void Load_LeavingOutLayers_PassesTheirTensorsOver()
    {
        var original = _set.Add("a", AdapterConfig.Parse("lora[r=4]"), new RandomSource(1));
        var loaded = _set.Load(Saved("a", name => name), "b", new AdapterLoadOptions { LeaveOut = [1] });
        Assert.Equal([1], ((LoraConfig)loaded.Config).LeaveOut);
        Assert.DoesNotContain(loaded.Parameters.Keys, name => name.Contains("layer.1.", StringComparison.Ordinal));
        Assert.Equal(original.Parameters.Count - 4, loaded.Parameters.Count);
    }

    [Fact]
    public void Load_AdapterCalledLikeAModule_IsRenamedWhereItStands()
    {
        _set.Add("encoder", AdapterConfig.Parse("lora[r=4]"), new RandomSource(1));
        Assert.All(_set.Load(Saved("encoder", name => name), "b").Parameters.Keys, name => Assert.StartsWith("encoder.layer.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Add_Xielu_StartsAtTheReferencesRoundedSlopes()
    {
        var parameters = _set.Add("a", AdapterConfig.Parse("seq_bn[reduction_factor=8,non_linearity='xielu']"), new RandomSource(1)).Parameters;
        foreach (var part in new[] { "alpha_p", "alpha_n", "beta", "eps" })
        {
            var tensor = parameters[$"encoder.layer.0.output.adapters.a.non_linearity.f.{part}"];
            using var narrow = tensor.bfloat16().to(ScalarType.Float32);
            Assert.True(narrow.Equals(tensor), part);
        }
    }

    public void Dispose()
    {
        _set.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    private string Saved(string adapter, Func<string, string> rename)
    {
        var folder = Path.Combine(_folder.Folder, "saved");
        _set.Save(adapter, folder);
        using var file = SafetensorsFile.Open(Path.Combine(folder, "adapter.safetensors"));
        SafetensorsWriter.Write(Path.Combine(folder, "adapter.safetensors"),
            file.Names.Select(n => file.Find(n)!).Select(t => new TensorView(rename(t.Name), t.DataType, t.Shape, t.Address, t.ByteLength, t.Owner)).ToList());
        return folder;
    }

    private static void Edit(string folder, Action<JsonObject> change)
    {
        var json = AdapterFolder.Adapter.ReadConfig(folder);
        change(json);
        JsonFile.Write(Path.Combine(folder, "adapter_config.json"), json);
    }
}
