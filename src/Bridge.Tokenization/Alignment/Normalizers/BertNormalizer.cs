using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>BERT's cleaning: control characters go, white space becomes the space, Chinese characters stand between spaces, accents and case may go.</summary>
internal sealed class BertNormalizer(bool cleanText, bool handleChineseChars, bool stripAccents, bool lowercase) : INormalizer
{
    public void Apply(AlignedText text)
    {
        if (cleanText)
        {
            text.Filter(rune => !Characters.IsControl(rune));
            text.Map(rune => Characters.IsWhiteSpace(rune) ? ' ' : rune);
        }
        if (handleChineseChars) Space(text);
        if (stripAccents)
        {
            UnicodeForm.Decomposed.Apply(text);
            text.Filter(rune => !Characters.IsNonSpacingMark(rune));
        }
        if (lowercase) new Lowercase().Apply(text);
    }

    private static void Space(AlignedText text)
    {
        var changes = new List<Change>(text.Length);
        foreach (var rune in text.Runes)
        {
            if (Characters.IsChinese(rune)) changes.AddRange([new Change(' ', 0), new Change(rune, 1), new Change(' ', 1)]);
            else changes.Add(new Change(rune, 0));
        }
        if (changes.Count > text.Length) text.Transform(changes, 0);
    }
}
