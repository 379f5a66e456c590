using System.Text;

namespace Bridge.Tokenization.Alignment.Models;

/// <summary>Unigram: a word is its pieces; a run of code points that no piece begins to cover is one unknown token, or all its bytes.</summary>
internal sealed class UnigramWalker(TokenTexts texts, int? unknownId) : ITokenWalker
{
    public int Walk(ReadOnlySpan<int> word, ReadOnlySpan<int> ids, List<Span> spans)
    {
        var count = 0;
        for (var at = 0; at < word.Length;)
        {
            if (count >= ids.Length) return -1;
            if (Text(word, at, ids[count]) is > 0 and var length)
            {
                spans.Add(new Span(at, at + length));
                at += length;
                count++;
            }
            else if (ids[count] == unknownId)
            {
                var end = UnknownEnd(word, at, ids[(count + 1)..]);
                spans.Add(new Span(at, end));
                at = end;
                count++;
            }
            else
            {
                var (tokens, runes) = Bytes(word[at..], ids[count..]);
                if (tokens == 0) return -1;
                for (var i = 0; i < tokens; i++) spans.Add(new Span(at, at + runes));
                at += runes;
                count += tokens;
            }
        }
        return count;
    }

    // The run ends where a known code point stands, or earlier where the next token fits: a piece may begin with a code point that is none by itself.
    private int UnknownEnd(ReadOnlySpan<int> word, int at, ReadOnlySpan<int> next)
    {
        var end = at + 1;
        while (end < word.Length && !texts.Knows(word[end]) && (next.Length == 0 || Text(word, end, next[0]) == 0)) end++;
        return end;
    }

    private int Text(ReadOnlySpan<int> word, int at, int id) =>
        id != unknownId && texts.Of(id) is { } token && word[at..].StartsWith(token) ? token.Length : 0;

    // Byte tokens that stand together are one run.
    private (int Tokens, int Runes) Bytes(ReadOnlySpan<int> rest, ReadOnlySpan<int> ids)
    {
        Span<byte> bytes = stackalloc byte[4];
        var (tokens, runes) = (0, 0);
        foreach (var rune in rest)
        {
            var count = new Rune(rune).EncodeToUtf8(bytes);
            for (var i = 0; i < count; i++)
            {
                if (tokens + i >= ids.Length || texts.Byte(ids[tokens + i]) != bytes[i]) return (tokens, runes);
            }
            tokens += count;
            runes++;
        }
        return (tokens, runes);
    }
}
