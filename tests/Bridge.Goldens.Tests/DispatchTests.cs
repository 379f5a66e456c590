using System.Diagnostics;

namespace Bridge.Goldens.Tests;

/// <summary>The remedy for fp32 products is there for speed alone: cases pass with it and without. It is decided when libtorch is loaded, so each way has a process of its own.</summary>
public sealed class DispatchTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("vendor")]
    public async Task Goldens_WithAndWithoutRemedy_Pass(string dispatch)
    {
        var filter = "bert/base*,bert/lora*,bert/id-lora*,bert/*seq_bn*,bert/*par_bn*";
        var folder = GoldenData.Shared is { } shared ? Path.Combine(shared, "adapters", "bert") : TestKit.RepositoryRoot.Combine("tests", "Goldens", "Data");
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "goldens")) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { folder, "--filter", filter }) start.ArgumentList.Add(argument);
        start.Environment["BRIDGE_MKL_DISPATCH"] = dispatch;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var last = output.TrimEnd().Split('\n')[^1];
        Assert.Matches("^goldens: [1-9][0-9]* passed, 0 failed, ", last);
    }
}
