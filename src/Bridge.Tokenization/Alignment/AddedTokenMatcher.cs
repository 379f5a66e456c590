using Bridge.Tokenization.Files;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment;

/// <summary>Finds added tokens in a text: of several at one place the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<int, (int[] Runes, AddedToken Token)[]> _byFirst;

    /// <param name="tokens">Each with the text to look for.</param>
    public AddedTokenMatcher(IEnumerable<(int[] Runes, AddedToken Token)> tokens) => _byFirst = tokens
        .Where(token => token.Runes.Length > 0)
        .GroupBy(token => token.Runes[0])
        .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Runes.Length).ToArray());

    public IEnumerable<Piece> Split(AlignedText text)
    {
        if (text.Length == 0) return [];
        if (_byFirst.Count == 0) return [new Piece(text, -1)];
        return Found(text);
    }

    private List<Piece> Found(AlignedText text)
    {
        var pieces = new List<Piece>();
        var runes = text.Runes;
        var done = 0;
        for (var at = 0; at < runes.Length;)
        {
            if (At(runes, at) is not { } found)
            {
                at++;
                continue;
            }
            var (start, end) = (at, at + found.Runes.Length);
            at = end;
            var token = found.Token;
            // A match that is no word of its own is passed over whole.
            if (token.SingleWord && ((start > 0 && Characters.IsWord(runes[start - 1])) || (end < runes.Length && Characters.IsWord(runes[end])))) continue;
            while (token.LeftStrip && start > done && Characters.IsWhiteSpace(runes[start - 1])) start--;
            while (token.RightStrip && end < runes.Length && Characters.IsWhiteSpace(runes[end])) end++;
            if (start < done) start = done;
            if (done < start) pieces.Add(new Piece(text.Slice(done, start), -1));
            pieces.Add(new Piece(text.Slice(start, end), token.Id));
            done = end;
        }
        if (done < runes.Length) pieces.Add(new Piece(text.Slice(done, runes.Length), -1));
        return pieces;
    }

    private (int[] Runes, AddedToken Token)? At(ReadOnlySpan<int> runes, int at)
    {
        if (!_byFirst.TryGetValue(runes[at], out var candidates)) return null;
        foreach (var candidate in candidates)
        {
            if (runes[at..].StartsWith(candidate.Runes)) return candidate;
        }
        return null;
    }
}
