using Bridge.Cli.Files;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Tests;

public sealed class ForwardTests
{
    [Theory, InlineData("id-lora", "last_hidden_state"), InlineData("block-seq_bn-parallel", "last_hidden_state"), InlineData("head-classification", "logits"), InlineData("head-other_name", "logits"), InlineData("fuse-named", "last_hidden_state"), InlineData("fuse-dynamic", "last_hidden_state")]
    public async Task Forward_SetupOfAGoldenCase_GivesItsOutputs(string name, string output)
    {
        var file = Path.Combine(TestFolders.Temporary(), "out.safetensors");
        var result = await Cli.RunAsync("forward", "--model", TestFolders.Tiny, "--setup", Path.Combine(TestFolders.Case(name), "setup"), "--inputs", Inputs("input_ids", "attention_mask"), "--outputs", file);
        Assert.True(result.Code == 0, result.Error);
        var expected = TensorFiles.Read(Path.Combine(TestFolders.Case(name), "expected.safetensors"))[$"output.{output}"];
        var found = TensorFiles.Read(file)[output];
        Assert.Equal(expected.Shape, found.Shape);
        Assert.All(Numbers(expected).Zip(Numbers(found)), pair => Assert.Equal(pair.First, pair.Second, 4e-5));
    }

    [Fact]
    public async Task Forward_OneAdapterFolder_IsLikeItsSetup()
    {
        var folder = TestFolders.Temporary();
        var setup = Path.Combine(TestFolders.Case("id-lora"), "setup");
        foreach (var (name, path) in new[] { ("setup", setup), ("adapter", Path.Combine(setup, "a")) })
        {
            var result = await Cli.RunAsync("forward", "--model", TestFolders.Tiny, "--setup", path, "--inputs", Inputs("input_ids"), "--outputs", Path.Combine(folder, name));
            Assert.True(result.Code == 0, result.Error);
        }
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "setup")), File.ReadAllBytes(Path.Combine(folder, "adapter")));
    }

    [Fact]
    public async Task Forward_WithoutSetup_IsTheBaseModel()
    {
        var json = await Cli.JsonAsync("forward", "--model", TestFolders.Tiny, "--inputs", Inputs("input_ids"), "--outputs", Path.Combine(TestFolders.Temporary(), "out"), "--want", "hidden_states");
        Assert.Equal(0, json.GetProperty("adapters").GetArrayLength());
        Assert.Equal(4, json.GetProperty("outputs").GetArrayLength());
    }

    [Fact]
    public async Task Forward_IdOutsideTheVocabulary_IsNamed()
    {
        var folder = TestFolders.Temporary();
        var inputs = Path.Combine(folder, "in.safetensors");
        TensorFiles.Write(inputs, new Dictionary<string, TensorValue> { ["input_ids"] = new(DataType.Int64, new Shape(1, 2), new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, 200, 0, 0, 0, 0, 0, 0, 0 }) });
        var result = await Cli.RunAsync("forward", "--model", TestFolders.Tiny, "--inputs", inputs, "--outputs", Path.Combine(folder, "out"));
        Assert.Equal(2, result.Code);
        Assert.Contains("200", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "out")));
    }

    private static string Inputs(params string[] names)
    {
        var all = TensorFiles.Read(Path.Combine(TestFolders.Tiny, "inputs.safetensors"));
        var file = Path.Combine(TestFolders.Temporary(), "in.safetensors");
        TensorFiles.Write(file, names.ToDictionary(n => n, n => all[n]));
        return file;
    }

    private static float[] Numbers(TensorValue value) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(value.Data.Span).ToArray();
}
