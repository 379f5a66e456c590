using Bridge.Tokenization.Alignment;

namespace Bridge.Tokenization.Unicode;

/// <summary>Unicode's normal forms as changes of a text, so that it is known what became of each code point (UAX 15).</summary>
internal static class Normalization
{
    public static List<Change> Decompose(ReadOnlySpan<int> runes, bool compatible)
    {
        var data = NormalizationData.Instance;
        var changes = new List<Change>(runes.Length);
        var sorted = 0;
        foreach (var rune in runes)
        {
            var parts = data.Decompose(rune, compatible);
            if (parts is null) Push(rune, 0);
            else for (var i = 0; i < parts.Length; i++) Push(parts[i], i == 0 ? 0 : 1);
        }
        Sort();
        return changes;

        void Push(int rune, int kind)
        {
            if (data.CombiningClass(rune) == 0) Sort();
            changes.Add(new Change(rune, kind));
        }

        // Marks on one base stand in the order of their classes; stable, few: by insertion.
        void Sort()
        {
            for (var i = sorted + 1; i < changes.Count; i++)
            {
                var moved = changes[i];
                var weight = data.CombiningClass(moved.Rune);
                var j = i;
                for (; j > sorted && data.CombiningClass(changes[j - 1].Rune) > weight; j--) changes[j] = changes[j - 1];
                changes[j] = moved;
            }
            sorted = changes.Count;
        }
    }

    public static List<Change> Compose(ReadOnlySpan<int> runes, bool compatible)
    {
        var data = NormalizationData.Instance;
        var result = new List<Change>(runes.Length);
        var starter = -1;
        var last = -1;
        foreach (var change in Decompose(runes, compatible))
        {
            var weight = data.CombiningClass(change.Rune);
            // A mark is blocked from the base where another of its class or a higher one stands between.
            if (starter >= 0 && (last < 0 || last < weight) && data.Compose(result[starter].Rune, change.Rune) is >= 0 and var composed)
            {
                result[starter] = new Change(composed, result[starter].Kind + change.Kind - 1);
                continue;
            }
            result.Add(change);
            (starter, last) = weight == 0 ? (result.Count - 1, -1) : (starter, weight);
        }
        return result;
    }
}
