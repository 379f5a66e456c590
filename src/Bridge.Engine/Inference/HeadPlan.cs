using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Models;
using Bridge.Models.Heads;

namespace Bridge.Engine.Inference;

/// <summary>Which heads follow, and over which rows.</summary>
/// <param name="Heads">The heads.</param>
/// <param name="BatchSizes">Rows of each; null where rows are divided evenly, or one head takes all.</param>
/// <param name="Split">Whether each head has rows of its own.</param>
internal sealed record HeadPlan(IReadOnlyList<PredictionHead> Heads, IReadOnlyList<int>? BatchSizes, bool Split)
{
    public static HeadPlan None { get; } = new([], null, false);

    public static HeadPlan For(ModelEntry entry, Composition? setup, IReadOnlyList<string> named, bool without)
    {
        if (without)
        {
            if (named.Count == 0) return None;
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "heads are named and refused at once", ("heads", string.Join(", ", named)));
        }
        lock (entry.Gate)
        {
            if (named.Count == 0 && setup is not null && HeadSetup.For(setup) is { } found)
            {
                var missing = found.Heads.Where(h => !entry.Heads.TryGet(h, out _)).ToList();
                if (missing.Count == 0) return new HeadPlan([.. found.Heads.Select(h => entry.Heads[h])], found.BatchSizes, found.Heads.Count > 1);
                // Some parts would have an answer and others none.
                if (missing.Count < found.Heads.Count)
                    throw BridgeException.NotFound(ErrorReason.HeadNotFound, $"setup {setup.Write()}: part \"{missing[0]}\" has no head, others have; name heads, or ask for none",
                        ("setup", setup.Write()), ("head", missing[0]), ("needed", string.Join(", ", found.Heads)));
            }
            if (named.Count == 0) return None;
            var heads = named.Select(h => entry.Heads[h]).ToArray();
            if (heads.Length == 1) return new HeadPlan(heads, null, false);
            var sizes = setup is BatchSplit split ? split.BatchSizes : null;
            var parts = setup is BatchSplit or Configuration.Parallel ? setup.Children.Count : 1;
            if (parts == 1) return new HeadPlan(heads, null, false);
            if (parts != heads.Length)
                throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"setup {setup} has {parts} parts and {heads.Length} heads are named; one for all or one a part is allowed",
                    ("setup", setup!.Write()), ("parts", parts), ("heads", heads.Length));
            return new HeadPlan(heads, sizes, true);
        }
    }

    /// <summary>Rows of each head for a batch of so many.</summary>
    public IReadOnlyList<(long Start, long Count)> Ranges(long rows)
    {
        if (!Split) return [.. Heads.Select(_ => (0L, rows))];
        var ranges = new List<(long, long)>();
        long start = 0;
        for (var i = 0; i < Heads.Count; i++)
        {
            var count = BatchSizes is null ? rows / Heads.Count : BatchSizes[i];
            ranges.Add((start, count));
            start += count;
        }
        return ranges;
    }
}
