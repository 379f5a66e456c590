using System.Text;

namespace Bridge.Tokenization.Unicode;

/// <summary>Lone surrogates cannot be given to the library; they become U+FFFD.</summary>
internal static class WellFormed
{
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else return Replace(text);
        }
        return text;
    }

    private static string Replace(string text)
    {
        var result = new StringBuilder(text.Length);
        // EnumerateRunes gives U+FFFD for what is not well-formed.
        foreach (var rune in text.EnumerateRunes()) result.Append(rune.ToString());
        return result.ToString();
    }
}
