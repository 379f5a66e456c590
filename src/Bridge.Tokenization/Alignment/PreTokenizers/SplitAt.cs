namespace Bridge.Tokenization.Alignment.PreTokenizers;

/// <summary>Splits at what a pattern finds, or where <paramref name="invert"/>, at all else.</summary>
internal sealed class SplitAt(Pattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    public IEnumerable<AlignedText> Split(AlignedText text)
    {
        var matches = pattern.Find(text.Runes);
        return text.Split(invert ? matches.Select(match => match with { IsMatch = !match.IsMatch }).ToArray() : matches, behavior);
    }
}
