using System.Text.RegularExpressions;
using TestKit;

namespace Bridge.Architecture.Tests;

/// <summary>The text of the repository, without what builds and generators make.</summary>
internal static partial class SourceTree
{
    private static readonly string[] Made = ["bin", "obj", "artifacts", "__pycache__", "Generated", "Data"];

    /// <summary>Files below a folder of the repository, as paths from the root.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var root = RepositoryRoot.Combine(folder);
        if (!Directory.Exists(root)) return [];
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(RepositoryRoot.Path, f))
            .Where(f => extensions.Contains(Path.GetExtension(f)) && !f.Split('/').Any(Made.Contains))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>A file's text.</summary>
    public static string Text(string file) => File.ReadAllText(RepositoryRoot.Combine(file));

    /// <summary>C# without comments; lines stay where they are.</summary>
    public static string Code(string file) => Comment().Replace(Text(file), m => m.Groups["keep"].Success ? m.Value : new string('\n', m.Value.Count(c => c == '\n')));

    /// <summary>The line of a position, from 1.</summary>
    public static int Line(string text, int position) => text.AsSpan(0, position).Count('\n') + 1;

    /// <summary>Fails with every finding on a line of its own.</summary>
    public static void AssertNone(IEnumerable<string> findings, string rule)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{rule}\n{string.Join("\n", all)}");
    }

    // Strings and characters are matched first, so that what looks like a comment inside them stays.
    [GeneratedRegex("""(?<keep>\"{3,}.*?\"{3,}|@\"(?:[^\"]|\"\")*\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+')|//[^\n]*|/\*.*?\*/""", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
