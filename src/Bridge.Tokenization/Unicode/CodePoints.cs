using System.Text;

namespace Bridge.Tokenization.Unicode;

/// <summary>Texts as code points and back.</summary>
internal static class CodePoints
{
    public static int[] Of(string text)
    {
        var runes = new int[text.Length];
        var count = 0;
        foreach (var rune in text.EnumerateRunes()) runes[count++] = rune.Value;
        return count == runes.Length ? runes : runes[..count];
    }

    public static string Text(ReadOnlySpan<int> runes)
    {
        var text = new StringBuilder(runes.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in runes) text.Append(units[..new Rune(rune).EncodeToUtf16(units)]);
        return text.ToString();
    }
}
