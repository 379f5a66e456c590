using System.Text;

namespace Bridge.Core;

/// <summary>Names of reasons as they travel.</summary>
public static class ErrorReasons
{
    /// <summary>The reason in upper snake case: <c>ConfigSyntax</c> is <c>CONFIG_SYNTAX</c>.</summary>
    public static string WireName(this ErrorReason reason)
    {
        var name = reason.ToString();
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i])) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }
        return text.ToString();
    }
}
