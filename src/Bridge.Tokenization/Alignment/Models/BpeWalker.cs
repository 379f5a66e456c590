using System.Text;

namespace Bridge.Tokenization.Alignment.Models;

/// <summary>
/// Byte-pair encoding: a word is its tokens, all but the first with a prefix, the last with a suffix, where the model has those. Code points that it does not
/// know are their bytes, each a token, or the unknown token.
/// </summary>
internal sealed class BpeWalker(TokenTexts texts, int? unknownId, bool fuseUnknown, string prefix, string suffix) : ITokenWalker
{
    private readonly int[] _prefix = Unicode.CodePoints.Of(prefix);
    private readonly int[] _suffix = Unicode.CodePoints.Of(suffix);

    public int Walk(ReadOnlySpan<int> word, ReadOnlySpan<int> ids, List<Span> spans)
    {
        var count = 0;
        for (var at = 0; at < word.Length;)
        {
            if (count >= ids.Length) return -1;
            var id = ids[count];
            if (Text(word, at, id) is > 0 and var length)
            {
                spans.Add(new Span(at, at + length));
                at += length;
                count++;
            }
            else if (id == unknownId)
            {
                var end = at + 1;
                while (fuseUnknown && end < word.Length && !Known(word, end)) end++;
                spans.Add(new Span(at, end));
                at = end;
                count++;
            }
            else
            {
                var bytes = Bytes(word[at], ids[count..]);
                if (bytes == 0) return -1;
                for (var i = 0; i < bytes; i++) spans.Add(new Span(at, at + 1));
                at++;
                count += bytes;
            }
        }
        return count;
    }

    // How many code points the token's text covers; 0 where it does not lie here.
    private int Text(ReadOnlySpan<int> word, int at, int id)
    {
        if (texts.Of(id) is not { } token) return 0;
        ReadOnlySpan<int> text = token;
        if (at > 0 && _prefix.Length > 0)
        {
            if (!text.StartsWith(_prefix)) return 0;
            text = text[_prefix.Length..];
        }
        if (word[at..].StartsWith(text)) return text.Length;
        if (_suffix.Length > 0 && text.EndsWith(_suffix) && word[at..].SequenceEqual(text[..^_suffix.Length])) return text.Length - _suffix.Length;
        return 0;
    }

    private bool Known(ReadOnlySpan<int> word, int at) => texts.Knows(word[at], at > 0 ? prefix : "", at == word.Length - 1 ? suffix : "");

    private int Bytes(int rune, ReadOnlySpan<int> ids)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = new Rune(rune).EncodeToUtf8(bytes);
        if (count > ids.Length) return 0;
        for (var i = 0; i < count; i++)
        {
            if (texts.Byte(ids[i]) != bytes[i]) return 0;
        }
        return count;
    }
}
