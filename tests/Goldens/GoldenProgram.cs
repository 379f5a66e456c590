using Bridge.Torch;
using Goldens.Running;

namespace Goldens;

/// <summary>The command <c>./bridge goldens</c>.</summary>
public static class GoldenProgram
{
    /// <summary>Runs; 0 when nothing failed, 1 when a case did, 2 when the arguments are wrong.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        GoldenOptions options;
        try
        {
            options = GoldenOptions.Parse(arguments);
        }
        catch (ArgumentException e)
        {
            errors.WriteLine($"goldens: {e.Message}");
            errors.WriteLine(GoldenOptions.Usage);
            return 2;
        }
        if (options.Help)
        {
            output.WriteLine(GoldenOptions.Usage);
            return 0;
        }
        TorchRuntime.Load();
        var report = GoldenSession.Run(options, result => Tell(result, options.Verbose, output));
        if (options.Verbose) TellUnsupported(report, output);
        if (options.ReportFile is { } file) report.Write(file);
        output.WriteLine($"goldens: {report.Passed} passed, {report.Failed} failed, {report.Unsupported} unsupported");
        return report.Failed > 0 ? 1 : 0;
    }

    private static void Tell(GoldenResult result, bool verbose, TextWriter output)
    {
        if (result.Status == GoldenStatus.Failed) output.WriteLine($"failed {result.Case}: {result.Why}");
        else if (verbose && result.Status == GoldenStatus.Passed) output.WriteLine(FormattableString.Invariant($"passed {result.Case} ({result.Seconds:F2} s, {result.Why})"));
    }

    private static void TellUnsupported(GoldenReport report, TextWriter output)
    {
        foreach (var group in report.Results.Where(r => r.Status == GoldenStatus.Unsupported).GroupBy(r => r.Why).OrderByDescending(g => g.Count()))
            output.WriteLine($"unsupported {group.Count(),4}: {group.Key}");
    }
}
