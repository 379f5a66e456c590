using Bridge.Tokenization.Files;

namespace Bridge.Tokenization.Alignment;

/// <summary>Splits texts at matches.</summary>
internal static class Splitting
{
    public static SplitBehavior Read(JsonSection section) => section.AsString() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        var other => throw section.Corrupt($"split behavior \"{other}\" is not one of Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous"),
    };

    public static IEnumerable<AlignedText> Split(this AlignedText text, IReadOnlyList<Match> matches, SplitBehavior behavior)
    {
        var parts = behavior switch
        {
            SplitBehavior.Removed => matches.Where(match => !match.IsMatch),
            SplitBehavior.Isolated => matches,
            SplitBehavior.Contiguous => Merged(matches, (previous, next) => previous == next),
            SplitBehavior.MergedWithPrevious => Merged(matches, (previous, next) => next && !previous),
            _ => MergedWithNext(matches),
        };
        return parts.Where(part => part.End > part.Start).Select(part => text.Slice(part.Start, part.End));
    }

    private static List<Match> Merged(IEnumerable<Match> matches, Func<bool, bool, bool> join)
    {
        var parts = new List<Match>();
        var previous = false;
        foreach (var match in matches)
        {
            if (parts.Count > 0 && join(previous, match.IsMatch)) parts[^1] = new Match(parts[^1].Start, match.End, false);
            else parts.Add(match);
            previous = match.IsMatch;
        }
        return parts;
    }

    private static List<Match> MergedWithNext(IReadOnlyList<Match> matches)
    {
        var parts = new List<Match>();
        var previous = false;
        for (var i = matches.Count - 1; i >= 0; i--)
        {
            if (parts.Count > 0 && matches[i].IsMatch && !previous) parts[^1] = new Match(matches[i].Start, parts[^1].End, false);
            else parts.Add(matches[i]);
            previous = matches[i].IsMatch;
        }
        parts.Reverse();
        return parts;
    }
}
