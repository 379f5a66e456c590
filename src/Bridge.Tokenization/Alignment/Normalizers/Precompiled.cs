using System.Globalization;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>
/// SentencePiece's compiled rules of normalisation: a cluster of characters shorter than six bytes is looked up as a whole, and its shortest known beginning
/// decides; else each of its characters is.
/// </summary>
internal sealed class Precompiled(Charsmap rules) : INormalizer
{
    public void Apply(AlignedText text)
    {
        var changes = new List<Change>(text.Length);
        var modified = false;
        var runes = text.Runes;
        var characters = CodePoints.Text(runes);
        for (int unit = 0, start = 0; unit < characters.Length;)
        {
            var units = StringInfo.GetNextTextElementLength(characters, unit);
            var cluster = characters.AsSpan(unit, units);
            var count = 0;
            foreach (var _ in cluster.EnumerateRunes()) count++;
            if (System.Text.Encoding.UTF8.GetByteCount(cluster) < 6 && rules.Lookup(runes.Slice(start, count)) is { } whole)
            {
                Put(whole, count);
                modified = true;
            }
            else
            {
                foreach (var rune in runes.Slice(start, count))
                {
                    if (rules.Lookup([rune]) is { } single)
                    {
                        Put(single, 1);
                        modified = true;
                    }
                    else
                    {
                        changes.Add(new Change(rune, 0));
                    }
                }
            }
            unit += units;
            start += count;
        }
        if (modified) text.Transform(changes, 0);

        void Put(int[] replacement, int replaced)
        {
            var difference = replacement.Length - replaced;
            foreach (var rune in replacement) changes.Add(new Change(rune, 0));
            for (var i = Math.Max(changes.Count - Math.Max(difference, 0), 0); i < changes.Count; i++) changes[i] = changes[i] with { Kind = 1 };
            // What goes is noted on the character before it, which may be one of an earlier cluster.
            if (difference < 0 && changes.Count > 0) changes[^1] = changes[^1] with { Kind = changes[^1].Kind + difference };
        }
    }
}
