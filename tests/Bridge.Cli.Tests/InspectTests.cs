namespace Bridge.Cli.Tests;

public sealed class InspectTests
{
    [Fact]
    public async Task Inspect_Model_TellsArchitectureAndSize()
    {
        var found = await Cli.JsonAsync("inspect", TestFolders.Tiny);
        Assert.Equal("model", found.GetProperty("kind").GetString());
        Assert.Equal(("bert", "32"), (found.GetProperty("facts").GetProperty("model_type").GetString(), found.GetProperty("facts").GetProperty("hidden_size").GetString()));
        Assert.Equal(28816, found.GetProperty("parameter_count").GetInt64());
    }

    [Fact]
    public async Task Inspect_Setup_TellsCompositionAndParts()
    {
        var found = await Cli.JsonAsync("inspect", Path.Combine(TestFolders.Case("block-lora-parallel"), "setup"));
        Assert.Equal("setup", found.GetProperty("kind").GetString());
        Assert.Equal("Parallel(a, b)", found.GetProperty("facts").GetProperty("setup").GetString());
        Assert.Equal(["adapter", "adapter"], found.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("kind").GetString()!));
    }

    [Fact]
    public async Task Inspect_AdapterWithHead_TellsBoth()
    {
        var found = await Cli.JsonAsync("inspect", Path.Combine(TestFolders.Case("head-classification"), "setup", "a"));
        Assert.Equal(("adapter", "seq_bn[reduction_factor=8]"), (found.GetProperty("kind").GetString(), found.GetProperty("facts").GetProperty("config").GetString()));
        Assert.Equal("classification", found.GetProperty("parts")[0].GetProperty("facts").GetProperty("head_type").GetString());
    }

    [Fact]
    public async Task Inspect_TensorFile_ListsTensors()
    {
        var found = await Cli.JsonAsync("inspect", Path.Combine(TestFolders.Tiny, "inputs.safetensors"));
        var ids = found.GetProperty("tensors").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "input_ids");
        Assert.Equal("int64", ids.GetProperty("data_type").GetString());
        Assert.Equal([3, 9], ids.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()));
    }

    [Fact]
    public async Task Inspect_TruncatedFile_IsDataLoss()
    {
        var path = Path.Combine(TestFolders.Temporary(), "x.safetensors");
        await File.WriteAllBytesAsync(path, File.ReadAllBytes(Path.Combine(TestFolders.Tiny, "inputs.safetensors"))[..^7], TestContext.Current.CancellationToken);
        Assert.Equal(7, (await Cli.RunAsync("inspect", path)).Code);
    }

    [Fact]
    public async Task Inspect_FolderOfNothing_IsAnError()
    {
        var result = await Cli.RunAsync("inspect", TestFolders.Temporary());
        Assert.Equal(2, result.Code);
        Assert.Contains("is no model, setup, adapter, fusion or head", result.Error, StringComparison.Ordinal);
    }
}
