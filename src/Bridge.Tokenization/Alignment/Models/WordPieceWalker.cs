namespace Bridge.Tokenization.Alignment.Models;

/// <summary>WordPiece: a word is its pieces, all but the first with a prefix, or as a whole unknown.</summary>
internal sealed class WordPieceWalker(TokenTexts texts, int? unknownId, int[] prefix) : ITokenWalker
{
    public int Walk(ReadOnlySpan<int> word, ReadOnlySpan<int> ids, List<Span> spans)
    {
        if (ids.Length > 0 && ids[0] == unknownId)
        {
            spans.Add(new Span(0, word.Length));
            return 1;
        }
        var count = 0;
        for (var at = 0; at < word.Length; count++)
        {
            if (count >= ids.Length || texts.Of(ids[count]) is not { } token) return -1;
            ReadOnlySpan<int> text = token;
            if (at > 0)
            {
                if (!text.StartsWith(prefix)) return -1;
                text = text[prefix.Length..];
            }
            if (text.Length == 0 || !word[at..].StartsWith(text)) return -1;
            spans.Add(new Span(at, at + text.Length));
            at += text.Length;
        }
        return count;
    }
}
