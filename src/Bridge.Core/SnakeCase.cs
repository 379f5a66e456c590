using System.Text;

namespace Bridge.Core;

/// <summary>Names of C# as files and wires have them.</summary>
public static class SnakeCase
{
    /// <summary><c>ConfigSyntax</c> is <c>config_syntax</c>.</summary>
    public static string Lower(string name) => Joined(name, char.ToLowerInvariant);

    /// <summary><c>ConfigSyntax</c> is <c>CONFIG_SYNTAX</c>.</summary>
    public static string Upper(string name) => Joined(name, char.ToUpperInvariant);

    private static string Joined(string name, Func<char, char> cased)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i])) text.Append('_');
            text.Append(cased(name[i]));
        }
        return text.ToString();
    }
}
