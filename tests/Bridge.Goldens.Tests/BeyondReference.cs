using System.Text.RegularExpressions;
using Goldens.Running;
using TestKit;

namespace Bridge.Goldens.Tests;

/// <summary>The tables of docs/beyond-reference.md: which entries of refusals.json work, and with which reason the others are refused.</summary>
internal static partial class BeyondReference
{
    /// <summary>A row: its text, its patterns, and the reason of a refusal or null.</summary>
    public sealed record Row(string Entries, IReadOnlyList<Glob> Patterns, string? Reason)
    {
        public bool Matches(string id) => Patterns.Any(p => p.Matches(id));
    }

    /// <summary>All rows in order.</summary>
    public static IReadOnlyList<Row> Rows { get; } = [.. File.ReadLines(RepositoryRoot.Combine("docs", "beyond-reference.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(Read)];

    private static Row Read(string line)
    {
        var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
        var patterns = Quoted().Matches(cells[0]).SelectMany(m => Alternatives(m.Groups[1].Value)).Select(p => new Glob(p));
        return new Row(cells[0], [.. patterns], cells.Length == 3 ? cells[1] : null);
    }

    // a{b,c}d is abd and acd.
    private static IEnumerable<string> Alternatives(string pattern)
    {
        var (open, close) = (pattern.IndexOf('{'), pattern.IndexOf('}'));
        return open < 0 ? [pattern] : pattern[(open + 1)..close].Split(',').SelectMany(part => Alternatives(pattern[..open] + part + pattern[(close + 1)..]));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
