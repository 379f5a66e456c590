using Goldens.Running;

namespace Goldens;

/// <summary>What the command was asked to do.</summary>
/// <param name="Folders">Folders to look for cases in.</param>
/// <param name="Filters">Which of them, by <c>model/case</c>; none for all.</param>
/// <param name="ReportFile">Where the JSON report goes, or null.</param>
/// <param name="Verbose">Whether cases that pass are shown too.</param>
/// <param name="Help">Whether only the usage is wanted.</param>
public sealed record GoldenOptions(IReadOnlyList<string> Folders, IReadOnlyList<Glob> Filters, string? ReportFile, bool Verbose = false, bool Help = false)
{
    /// <summary>How to call it.</summary>
    public const string Usage = "usage: goldens DIR... [--filter GLOB[,GLOB...]] [--report FILE.json] [--verbose]";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">Says what is wrong with it.</exception>
    public static GoldenOptions Parse(IReadOnlyList<string> arguments)
    {
        var folders = new List<string>();
        var filters = new List<Glob>();
        string? report = null;
        var (verbose, help) = (false, false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, given) = Split(arguments[i]);
            string Value() => given ?? (++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{name} needs a value"));
            switch (name)
            {
                case "--filter": filters.AddRange(Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => new Glob(p))); break;
                case "--report": report = Value(); break;
                case "--verbose" or "-v": verbose = true; break;
                case "--help" or "-h": help = true; break;
                case ['-', ..]: throw new ArgumentException($"unknown option {name}");
                default: folders.Add(Existing(arguments[i])); break;
            }
        }
        if (folders.Count == 0 && !help) throw new ArgumentException("no folder given");
        return new GoldenOptions(folders, filters, report, verbose, help);
    }

    /// <summary>Whether a case is asked for.</summary>
    public bool Wants(string id) => Filters.Count == 0 || Filters.Any(f => f.Matches(id));

    private static (string Name, string? Value) Split(string argument)
    {
        var at = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return at < 0 ? (argument, null) : (argument[..at], argument[(at + 1)..]);
    }

    private static string Existing(string folder) =>
        Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new ArgumentException($"there is no folder {folder}");
}
