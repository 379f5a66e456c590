using System.Diagnostics;
using Bridge.Core;
using Goldens.Configs;
using Goldens.Tokenizers;

namespace Goldens.Running;

/// <summary>Reference data that is lines of files and no folders of cases: configurations and tokenizers.</summary>
public static class LineGoldens
{
    // Any of these makes a folder one of configurations.
    private static readonly string[] ConfigFiles = ["strings.json", "compositions.json", "defaults.json"];

    /// <summary>Every line in or below a folder. The name begins with the folder's.</summary>
    public static IEnumerable<GoldenResult> Below(string folder, Func<string, bool> wanted)
    {
        var configs = FoldersWith(folder, ConfigFiles).SelectMany(f => Timed(Name(f), ConfigGoldens.Run(f).Select(r => ($"{Name(f)}/{r.Case}", r.Failure))));
        var tokenizers = FoldersWith(folder, "cases.jsonl").SelectMany(f => Timed(Name(f), TokenizerGoldens.Run(f)));
        return configs.Concat(tokenizers).Where(r => wanted(r.Case));
    }

    private static IEnumerable<string> FoldersWith(string folder, params string[] files) =>
        Directory.EnumerateFiles(folder, "*.json*", SearchOption.AllDirectories).Where(f => files.Contains(Path.GetFileName(f)))
            .Select(f => Path.GetDirectoryName(f)!).Distinct().Order(StringComparer.Ordinal);

    private static string Name(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

    // A folder that cannot be read at all is one failure.
    private static IEnumerable<GoldenResult> Timed(string folder, IEnumerable<(string Case, string? Failure)> lines)
    {
        using var line = lines.GetEnumerator();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            GoldenResult result;
            try
            {
                if (!line.MoveNext()) yield break;
                var (name, failure) = line.Current;
                result = new GoldenResult(name, failure is null ? GoldenStatus.Passed : GoldenStatus.Failed, failure ?? "equal", clock.Elapsed.TotalSeconds);
            }
            catch (BridgeException e)
            {
                result = new GoldenResult(folder, GoldenStatus.Failed, $"{e.Reason.WireName()}: {e.Message}", clock.Elapsed.TotalSeconds);
            }
            yield return result;
            clock.Restart();
        }
    }
}
