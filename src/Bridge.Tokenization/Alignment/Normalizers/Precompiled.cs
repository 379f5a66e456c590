using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Bridge.Tokenization.Files;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>
/// SentencePiece's compiled rules of normalisation: a double-array trie (Darts) from byte strings to replacements. A cluster of characters shorter than six
/// bytes is looked up as a whole, and its shortest known beginning decides; else each of its characters is.
/// </summary>
internal sealed class Precompiled : INormalizer
{
    private readonly uint[] _trie;
    private readonly byte[] _replacements;

    private Precompiled(uint[] trie, byte[] replacements)
    {
        _trie = trie;
        _replacements = replacements;
    }

    public static Precompiled Read(JsonSection section)
    {
        byte[] data;
        try
        {
            data = Convert.FromBase64String(section.AsString());
        }
        catch (FormatException)
        {
            throw section.Corrupt("precompiled_charsmap is not base64");
        }
        var size = data.Length < 4 ? 0u : BinaryPrimitives.ReadUInt32LittleEndian(data);
        if (data.Length < 4 || size % 4 != 0 || size > data.Length - 4) throw section.Corrupt($"precompiled_charsmap of {data.Length} bytes cannot hold a trie of {size}");
        var trie = new uint[size / 4];
        for (var i = 0; i < trie.Length; i++) trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4 + 4 * i));
        return new Precompiled(trie, data[(4 + (int)size)..]);
    }

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
            if (System.Text.Encoding.UTF8.GetByteCount(cluster) < 6 && Lookup(runes.Slice(start, count)) is { } whole)
            {
                Put(whole, count);
                modified = true;
            }
            else
            {
                foreach (var rune in runes.Slice(start, count))
                {
                    if (Lookup([rune]) is { } single)
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

    // The replacement of the shortest beginning that the trie knows.
    private int[]? Lookup(ReadOnlySpan<int> cluster)
    {
        Span<byte> bytes = stackalloc byte[4];
        var node = 0u;
        if (_trie.Length == 0) return null;
        node ^= Offset(_trie[0]);
        foreach (var rune in cluster)
        {
            var count = new Rune(rune).EncodeToUtf8(bytes);
            foreach (var value in bytes[..count])
            {
                if (value == 0) return null;
                node ^= value;
                if (node >= _trie.Length || (_trie[node] & 0x800000FF) != value) return null;
                var unit = _trie[node];
                node ^= Offset(unit);
                if ((unit >> 8 & 1) == 1 && node < _trie.Length) return Replacement(_trie[node] & 0x7FFFFFFF);
            }
        }
        return null;
    }

    private int[]? Replacement(uint index)
    {
        if (index >= _replacements.Length) return null;
        var rest = _replacements.AsSpan((int)index);
        var end = rest.IndexOf((byte)0);
        return CodePoints.Of(System.Text.Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]));
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);
}
