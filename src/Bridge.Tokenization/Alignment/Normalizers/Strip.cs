using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>Removes white space at the ends.</summary>
internal sealed class Strip(bool left, bool right) : INormalizer
{
    public void Apply(AlignedText text)
    {
        var runes = text.Runes.ToArray();
        var start = 0;
        var end = runes.Length;
        while (left && start < end && Characters.IsWhiteSpace(runes[start])) start++;
        while (right && end > start && Characters.IsWhiteSpace(runes[end - 1])) end--;
        if (end - start < runes.Length) text.Transform(runes[start..end].Select(rune => new Change(rune, 0)).ToArray(), start);
    }
}
