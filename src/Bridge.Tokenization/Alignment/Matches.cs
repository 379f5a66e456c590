namespace Bridge.Tokenization.Alignment;

/// <summary>Covers a text with matches and the stretches between them.</summary>
internal static class Matches
{
    /// <summary>Every code point that fulfils the condition is a match of its own.</summary>
    public static List<Match> Where(ReadOnlySpan<int> runes, Func<int, bool> condition)
    {
        var matches = new List<Match>();
        var last = 0;
        for (var i = 0; i < runes.Length; i++)
        {
            if (!condition(runes[i])) continue;
            if (last < i) matches.Add(new Match(last, i, false));
            matches.Add(new Match(i, i + 1, true));
            last = i + 1;
        }
        if (last < runes.Length) matches.Add(new Match(last, runes.Length, false));
        return matches;
    }

    /// <summary>Every occurrence of a text is a match.</summary>
    public static List<Match> Literal(ReadOnlySpan<int> runes, ReadOnlySpan<int> text)
    {
        var matches = new List<Match>();
        var last = 0;
        if (text.Length > 0)
        {
            for (var next = runes.IndexOf(text); next >= 0; next = runes[last..].IndexOf(text))
            {
                var start = last + next;
                if (last < start) matches.Add(new Match(last, start, false));
                last = start + text.Length;
                matches.Add(new Match(start, last, true));
            }
        }
        if (last < runes.Length) matches.Add(new Match(last, runes.Length, false));
        return matches;
    }
}
