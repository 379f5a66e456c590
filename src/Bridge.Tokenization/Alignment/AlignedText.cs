namespace Bridge.Tokenization.Alignment;

/// <summary>
/// A stretch of text as normalizers have changed it so far, every code point with the stretch of the original text that it stands for. What is inserted takes
/// the place of its neighbour, what is removed leaves no trace: these are the rules of Hugging Face's library, which offsets must agree with.
/// </summary>
internal sealed class AlignedText
{
    private int[] _runes;
    private Span[] _spans;

    private AlignedText(int[] runes, Span[] spans, Span original)
    {
        _runes = runes;
        _spans = spans;
        Original = original;
    }

    /// <summary>Number of code points.</summary>
    public int Length => _runes.Length;

    /// <summary>The stretch of the original text that this is a part of.</summary>
    public Span Original { get; }

    /// <summary>The code points.</summary>
    public ReadOnlySpan<int> Runes => _runes;

    /// <summary>A text as it is.</summary>
    public static AlignedText Of(string text)
    {
        var runes = Unicode.CodePoints.Of(text);
        var spans = new Span[runes.Length];
        for (var i = 0; i < spans.Length; i++) spans[i] = new Span(i, i + 1);
        return new AlignedText(runes, spans, new Span(0, runes.Length));
    }

    /// <summary>Where code points from <paramref name="start"/> up to <paramref name="end"/> lie in the original text.</summary>
    public Span Locate(int start, int end) => start >= end || end > Length
        ? new Span(Original.Start + start, Original.Start + end)
        : new Span(_spans[start].Start, _spans[end - 1].End);

    public AlignedText Slice(int start, int end) => new(_runes[start..end], _spans[start..end], Locate(start, end));

    /// <summary>Replaces the text.</summary>
    /// <param name="changes">The new code points: 0 replaces one, 1 is inserted, -n replaces one and removes the n that follow it.</param>
    /// <param name="removedFirst">Code points removed at the beginning.</param>
    public void Transform(IReadOnlyList<Change> changes, int removedFirst)
    {
        var runes = new int[changes.Count];
        var spans = new Span[changes.Count];
        var at = removedFirst;
        for (var i = 0; i < runes.Length; i++)
        {
            var (rune, change) = changes[i];
            runes[i] = rune;
            spans[i] = change > 0 ? Before(at) : Here(at);
            if (change <= 0) at += 1 - change;
        }
        _runes = runes;
        _spans = spans;
    }

    public void Map(Func<int, int> map)
    {
        for (var i = 0; i < _runes.Length; i++) _runes[i] = map(_runes[i]);
    }

    public void Filter(Func<int, bool> keep)
    {
        if (Array.TrueForAll(_runes, rune => keep(rune))) return;
        var kept = Enumerable.Range(0, Length).Where(i => keep(_runes[i])).ToArray();
        _spans = Array.ConvertAll(kept, i => _spans[i]);
        _runes = Array.ConvertAll(kept, i => _runes[i]);
    }

    /// <summary>Inserts before the first code point, whose place it takes.</summary>
    public void Prepend(ReadOnlySpan<int> runes)
    {
        if (Length == 0 || runes.Length == 0) return;
        var first = _spans[0];
        var spans = new Span[runes.Length + Length];
        Array.Fill(spans, first, 0, runes.Length);
        _spans.CopyTo(spans, runes.Length);
        _runes = [.. runes, .. _runes];
        _spans = spans;
    }

    /// <summary>Replaces every match; the replacement takes the place of the match's last code point.</summary>
    public void Replace(IReadOnlyList<Match> matches, ReadOnlySpan<int> content)
    {
        if (!matches.Any(match => match.IsMatch)) return;
        var runes = new List<int>(Length);
        var spans = new List<Span>(Length);
        foreach (var (start, end, isMatch) in matches)
        {
            if (isMatch)
            {
                runes.AddRange(content);
                for (var i = 0; i < content.Length; i++) spans.Add(Before(end));
            }
            else
            {
                runes.AddRange(_runes.AsSpan(start, end - start));
                spans.AddRange(_spans.AsSpan(start, end - start));
            }
        }
        _runes = runes.ToArray();
        _spans = spans.ToArray();
    }

    private Span Before(int at) => at < 1 ? new Span(Original.Start, Original.Start) : _spans[Math.Min(at, _spans.Length) - 1];

    private Span Here(int at) => at < _spans.Length ? _spans[at] : new Span(Original.End, Original.End);
}
