using System.Text.RegularExpressions;

namespace Bridge.Native.Tests;

/// <summary>The functions that bridge.h declares.</summary>
internal static partial class Header
{
    public static string Text { get; } = File.ReadAllText(RepositoryRoot.Combine("native-exports", "include", "adapterbridge", "bridge.h"));

    /// <summary>Name to return type and parameter types, as C writes them.</summary>
    public static IReadOnlyDictionary<string, string[]> Functions { get; } = Read();

    private static Dictionary<string, string[]> Read()
    {
        var code = Preprocessor().Replace(Comment().Replace(Text, " "), " ");
        var functions = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (Match match in Declaration().Matches(code))
            functions.Add(match.Groups["name"].Value, [Type(match.Groups["type"].Value), .. Parameters(match.Groups["parameters"].Value)]);
        return functions;
    }

    // A function pointer's own commas are not between parameters.
    private static IEnumerable<string> Parameters(string text)
    {
        if (text.Trim() == "void") yield break;
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '(') depth++;
            if (i < text.Length && text[i] == ')') depth--;
            if (i < text.Length && (text[i] != ',' || depth > 0)) continue;
            yield return Parameter(text[start..i]);
            start = i + 1;
        }
    }

    private static string Parameter(string text) => text.Contains("(*", StringComparison.Ordinal) ? "function" : Type(LastWord().Replace(text.Trim(), ""));

    private static string Type(string text) => Spaces().Replace(text.Replace("const", "", StringComparison.Ordinal), "").Trim();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*#.*$", RegexOptions.Multiline)]
    private static partial Regex Preprocessor();

    [GeneratedRegex(@"(?<type>(?:const )?\w+\*?)\s+(?<name>bridge_\w+)\((?<parameters>[^;]*)\);", RegexOptions.Singleline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\w+$")]
    private static partial Regex LastWord();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
