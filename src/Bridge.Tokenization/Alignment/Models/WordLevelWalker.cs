namespace Bridge.Tokenization.Alignment.Models;

/// <summary>WordLevel: a word is one token.</summary>
internal sealed class WordLevelWalker : ITokenWalker
{
    public int Walk(ReadOnlySpan<int> word, ReadOnlySpan<int> ids, List<Span> spans)
    {
        if (ids.Length == 0) return -1;
        spans.Add(new Span(0, word.Length));
        return 1;
    }
}
