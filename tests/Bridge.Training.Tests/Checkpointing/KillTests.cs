using System.Diagnostics;
using System.Globalization;
using Bridge.Training.Checkpointing;
using Xunit;

namespace Bridge.Training.Tests.Checkpointing;

/// <summary>A run is killed again and again at moments that nobody chose, and still gives the numbers of an unbroken one.</summary>
public sealed class KillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_KilledAndResumed_GivesTheSameBits()
    {
        var unbroken = Directory.CreateDirectory(Path.Combine(_folder, "unbroken")).FullName;
        var broken = Directory.CreateDirectory(Path.Combine(_folder, "broken")).FullName;
        using (var whole = Start(unbroken))
        {
            await whole.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, whole.ExitCode);
        }

        var random = new Random();
        var kills = 0;
        foreach (var share in new[] { 0.2, 0.4, 0.6 })
        {
            using var run = Start(broken);
            var until = (long)(KilledRun.Options.MaxSteps!.Value * share) + random.Next(40);
            while (!run.HasExited && LastStep(broken) < until) await Task.Delay(1, TestContext.Current.CancellationToken);
            if (!run.HasExited) kills++;
            run.Kill(); // SIGKILL
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.True(kills > 0, "no run was still going when it was to be killed");
        Assert.NotEmpty(CheckpointStore.List(Path.Combine(broken, "checkpoints")));
        using (var last = Start(broken))
        {
            await last.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, last.ExitCode);
        }

        // Steps after the last checkpoint before a kill were done twice: each time with the same bits.
        var expected = Lines(unbroken);
        var actual = Lines(broken);
        Assert.Equal(KilledRun.Options.MaxSteps!.Value + 1, expected.Length);
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Where(line => expected.Contains(line)).Distinct().Order(StringComparer.Ordinal));
        Assert.All(actual.Where(line => !expected.Contains(line)), line => Assert.True(IsCutOff(line, expected), line));
        Assert.True(actual.Length > expected.Length, "nothing was done twice, so nothing was resumed");
    }

    // A line that was being written when the process ended.
    private static bool IsCutOff(string line, string[] expected) => expected.Any(whole => whole.StartsWith(line, StringComparison.Ordinal));

    private static string[] Lines(string folder) => [.. File.ReadAllLines(Path.Combine(folder, "losses.txt")).Where(line => line.Length > 0)];

    private static long LastStep(string folder)
    {
        var path = Path.Combine(folder, "losses.txt");
        if (!File.Exists(path)) return 0;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        long last = 0;
        while (reader.ReadLine() is { } line)
            if (long.TryParse(line.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                last = step;
        return last;
    }

    private static Process Start(string folder)
    {
        var self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Bridge.Training.Tests.dll"));
        start.ArgumentList.Add(KilledRun.Verb);
        start.ArgumentList.Add(folder);
        return Process.Start(start)!;
    }
}
