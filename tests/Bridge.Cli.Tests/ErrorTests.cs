using System.Text.Json;

namespace Bridge.Cli.Tests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("no-such-verb")]
    [InlineData("forward")]
    [InlineData("forward", "--model", "x", "--nope", "y")]
    [InlineData("adapter", "create", "--model", "x", "--name", "a", "--config", "lora")]
    [InlineData("train", "--dtype", "int7")]
    public async Task Run_WrongArguments_EndWithUsageCode(params string[] arguments)
    {
        var result = await Cli.RunAsync(arguments);
        Assert.Equal(2, result.Code);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MissingPath_EndsWithNotFoundCode()
    {
        var result = await Cli.RunAsync("inspect", "/no/such/path", "--json");
        Assert.Equal(3, result.Code);
        using var json = JsonDocument.Parse(result.Error);
        var error = json.RootElement.GetProperty("error");
        Assert.Equal((5, "FILE_NOT_FOUND"), (error.GetProperty("code").GetInt32(), error.GetProperty("reason").GetString()));
        Assert.Equal("/no/such/path", error.GetProperty("metadata").GetProperty("path").GetString());
    }

    [Fact]
    public async Task Create_WrongConfig_TellsEveryViolation()
    {
        var result = await Cli.RunAsync("adapter", "create", "--model", TestFolders.Tiny, "--name", "a", "--config", "lora[r=0,dropout=2.0]", "--save", Path.Combine(TestFolders.Temporary(), "a"));
        Assert.Equal(2, result.Code);
        Assert.Equal(3, result.Error.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("dropout", result.Error, StringComparison.Ordinal);
        Assert.Contains("[1, 4096]", result.Error, StringComparison.Ordinal);
    }
}
