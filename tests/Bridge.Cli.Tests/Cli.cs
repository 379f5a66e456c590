using System.Text.Json;

namespace Bridge.Cli.Tests;

/// <summary>Runs the command line inside the test and keeps what it writes.</summary>
internal static class Cli
{
    public static async Task<CliResult> RunAsync(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var toOutput = new StringWriter();
        using var toError = new StringWriter();
        try
        {
            Console.SetOut(toOutput);
            Console.SetError(toError);
            var code = await CommandLine.RunAsync(arguments);
            return new CliResult(code, toOutput.ToString(), toError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>The JSON that a successful run writes.</summary>
    public static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--json"]);
        Assert.True(result.Code == 0, result.Error);
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }
}
