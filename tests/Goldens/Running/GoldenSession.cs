namespace Goldens.Running;

/// <summary>A run over folders: cases, configurations, tokenizers.</summary>
public static class GoldenSession
{
    /// <summary>Runs everything that is asked for, in order, and tells each result as it comes.</summary>
    public static GoldenReport Run(GoldenOptions options, Action<GoldenResult> tell)
    {
        var report = new GoldenReport();
        using var runner = new GoldenRunner();
        foreach (var result in options.Folders.SelectMany(folder => Results(folder, options, runner)))
        {
            report.Add(result);
            tell(result);
        }
        return report;
    }

    private static IEnumerable<GoldenResult> Results(string folder, GoldenOptions options, GoldenRunner runner) =>
        CaseDiscovery.Below(folder).Where(golden => options.Wants(golden.Id)).Select(runner.Run).Concat(LineGoldens.Below(folder, options.Wants));
}
