using System.Diagnostics;
using Bridge.Cli.Files;

namespace Bridge.Cli.Tests;

/// <summary>The published program, where BRIDGE_CLI names one (./bridge test does).</summary>
public sealed class NativeTests
{
    [Fact]
    public async Task Native_Forward_GivesTheBytesOfTheJit()
    {
        if (Environment.GetEnvironmentVariable("BRIDGE_CLI") is not { Length: > 0 } program) return;
        var folder = TestFolders.Temporary();
        var all = TensorFiles.Read(Path.Combine(TestFolders.Tiny, "inputs.safetensors"));
        var inputs = Path.Combine(folder, "in.safetensors");
        TensorFiles.Write(inputs, new[] { "input_ids", "attention_mask" }.ToDictionary(n => n, n => all[n]));
        string[] arguments = ["forward", "--model", TestFolders.Tiny, "--setup", Path.Combine(TestFolders.Case("id-lora"), "setup"), "--inputs", inputs, "--outputs"];
        var (code, error) = await StartAsync(program, [.. arguments, Path.Combine(folder, "native")]);
        Assert.True(code == 0, error);
        Assert.Equal(0, (await Cli.RunAsync([.. arguments, Path.Combine(folder, "jit")])).Code);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "jit")), File.ReadAllBytes(Path.Combine(folder, "native")));
    }

    [Theory, InlineData("--help"), InlineData("methods"), InlineData("doctor", "--quick")]
    public async Task Native_Verb_Works(params string[] arguments)
    {
        if (Environment.GetEnvironmentVariable("BRIDGE_CLI") is not { Length: > 0 } program) return;
        var (code, error) = await StartAsync(program, arguments);
        Assert.True(code == 0, error);
    }

    private static async Task<(int Code, string Error)> StartAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
