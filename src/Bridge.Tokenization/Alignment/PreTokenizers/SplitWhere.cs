namespace Bridge.Tokenization.Alignment.PreTokenizers;

/// <summary>Splits at code points that fulfil a condition: WhitespaceSplit, Punctuation, Digits, CharDelimiterSplit.</summary>
internal sealed class SplitWhere(Func<int, bool> condition, SplitBehavior behavior) : IPreTokenizer
{
    public IEnumerable<AlignedText> Split(AlignedText text) => text.Split(Matches.Where(text.Runes, condition), behavior);
}
