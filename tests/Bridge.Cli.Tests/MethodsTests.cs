namespace Bridge.Cli.Tests;

public sealed class MethodsTests
{
    [Fact]
    public async Task Methods_AsJson_HasEveryIdentifierWithDefaults()
    {
        var methods = await Cli.JsonAsync("methods");
        Assert.Equal(28, methods.GetArrayLength());
        var lora = methods.EnumerateArray().Single(m => m.GetProperty("name").GetString() == "lora");
        var rank = lora.GetProperty("parts")[0].GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("key").GetString() == "r");
        Assert.Equal(("8", "an integer in [1, 4096]"), (rank.GetProperty("default").GetString(), rank.GetProperty("allowed").GetString()));
    }

    [Fact]
    public async Task Methods_OfAUnion_HasItsParts()
    {
        var mam = await Cli.JsonAsync("methods", "mam");
        Assert.Equal(["PrefixTuningConfig", "ParBnConfig"], mam.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("class").GetString()!));
    }

    [Fact]
    public async Task Methods_Unknown_IsAnErrorWithReason()
    {
        var result = await Cli.RunAsync("methods", "lra");
        Assert.Equal(2, result.Code);
        Assert.Contains("there is no method \"lra\"", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("(CONFIG_UNKNOWN_METHOD)\n", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
