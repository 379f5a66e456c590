using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.PreTokenizers;

/// <summary>The type "Whitespace": runs of word characters, and runs of others that are no white space.</summary>
internal sealed class WordsAndSymbols : IPreTokenizer
{
    public IEnumerable<AlignedText> Split(AlignedText text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var kind = Kind(text.Runes[start]);
            var end = start + 1;
            while (end < text.Length && Kind(text.Runes[end]) == kind) end++;
            if (kind > 0) yield return text.Slice(start, end);
            start = end;
        }
    }

    private static int Kind(int rune) => Characters.IsWord(rune) ? 1 : Characters.IsWhiteSpace(rune) ? 0 : 2;
}
