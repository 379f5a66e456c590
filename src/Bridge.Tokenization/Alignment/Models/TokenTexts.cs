using Bridge.Tokenization.Files;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Models;

/// <summary>The code points of tokens.</summary>
internal sealed class TokenTexts(Vocabulary vocabulary)
{
    public int[]? Of(int id) => vocabulary.Token(id) is { } token ? CodePoints.Of(token) : null;

    /// <summary>Whether a token consists of this one code point, with something before or after it perhaps.</summary>
    public bool Knows(int rune, string prefix = "", string suffix = "") => vocabulary.Id(prefix + CodePoints.Text([rune]) + suffix) is not null;

    /// <summary>The byte that a token such as <c>&lt;0x0A&gt;</c> stands for, or -1.</summary>
    public int Byte(int id)
    {
        var token = vocabulary.Token(id);
        return token is { Length: 6 } && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>' && byte.TryParse(token.AsSpan(3, 2),
            System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : -1;
    }
}
