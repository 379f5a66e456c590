using System.Text;
using System.Text.RegularExpressions;

namespace Goldens.Running;

/// <summary>A pattern as shells have it: <c>*</c> any characters, <c>?</c> one, <c>[ab]</c> one of these, <c>[!ab]</c> none of these.</summary>
public sealed class Glob
{
    private readonly Regex _regex;

    /// <summary>The pattern of this text.</summary>
    public Glob(string pattern)
    {
        Pattern = pattern;
        _regex = new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>The text.</summary>
    public string Pattern { get; }

    /// <summary>Whether the whole name fits.</summary>
    public bool Matches(string name) => _regex.IsMatch(name);

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (pattern[i] == '*') regex.Append(".*");
            else if (pattern[i] == '?') regex.Append('.');
            else if (close > 0)
            {
                var set = pattern[(i + 1)..close];
                var not = set[0] == '!';
                regex.Append(not ? "[^" : "[").Append((not ? set[1..] : set).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                i = close;
            }
            else regex.Append(Regex.Escape(pattern[i].ToString()));
        }
        return regex.Append('$').ToString();
    }
}
