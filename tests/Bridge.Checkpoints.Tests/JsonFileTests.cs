using System.Text.Json.Nodes;

namespace Bridge.Checkpoints.Tests;

public class JsonFileTests
{
    [Fact]
    public void Write_EveryReferenceFileAgain_GivesTheSameBytes()
    {
        foreach (var pattern in (string[])["adapter_config.json", "head_config.json", "adapter_fusion_config.json", "adapter_setup.json"])
        {
            foreach (var path in TestTensors.ReferenceFiles(pattern).Where(path => !path.Contains("peft", StringComparison.Ordinal)))
            {
                var text = JsonFile.Format(JsonFile.Read(path), sortKeys: pattern != SetupFolder.ConfigFile);
                Assert.True(File.ReadAllBytes(path).AsSpan().TrimEnd((byte)'\n').SequenceEqual(text), path);
            }
        }
    }

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    public void Write_Number_IsPythonsSpelling(double value, string expected)
    {
        using var folder = new TempFolder();
        JsonFile.Write(folder["x"], new JsonObject { ["v"] = value });
        Assert.Equal("{\n  \"v\": " + expected + "\n}", File.ReadAllText(folder["x"]));
    }

    [Fact]
    public void Write_AllKinds_IsPythonsText()
    {
        using var folder = new TempFolder();
        JsonFile.Write(folder["x"], new JsonObject
        {
            ["b"] = new JsonArray(1, "é\n\"\u0001😀", null, true, new JsonArray(), new JsonObject()),
            ["B"] = 0.5f,
            ["a"] = new JsonObject { ["10"] = "x", ["9"] = 12345678901L },
        });
        const string Expected = "{\n  \"B\": 0.5,\n  \"a\": {\n    \"9\": 12345678901,\n    \"10\": \"x\"\n  },\n  \"b\": [\n    1,\n    \"\\u00e9\\n\\\"\\u0001\\ud83d\\ude00\",\n    null,\n    true,\n    [],\n    {}\n  ]\n}";
        Assert.Equal(Expected, File.ReadAllText(folder["x"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("{\"a\":\"\u0001\"}")]
    [InlineData("""{"a":["\ud800"]}""")]
    [InlineData("""{"a":{"\udc00":1}}""")]
    public void Read_AnythingButOneObject_IsCorrupt(string text)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["x"], text);
        var error = Assert.Throws<BridgeException>(() => JsonFile.Read(folder["x"]));
        Assert.Equal(ErrorReason.CheckpointCorrupt, error.Reason);
        Assert.Equal(folder["x"], error.Metadata["file"]);
    }

    [Fact]
    public void Read_TextThatIsNotUtf8_IsCorrupt()
    {
        using var folder = new TempFolder();
        folder.Write("x", [.. "{\"a\":\""u8, 0xe6, .. "\"}"u8]);
        Assert.Contains("UTF-8", Assert.Throws<BridgeException>(() => JsonFile.Read(folder["x"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeepNesting_IsCorrupt()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["x"], string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));
        Assert.Equal(ErrorReason.CheckpointCorrupt, Assert.Throws<BridgeException>(() => JsonFile.Read(folder["x"])).Reason);
    }

    [Fact]
    public void Read_MissingFile_IsNotFound() =>
        Assert.Equal(ErrorReason.FileNotFound, Assert.Throws<BridgeException>(() => JsonFile.Read("/nowhere/x.json")).Reason);
}
