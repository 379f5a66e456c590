using System.Buffers.Binary;
using System.Text;
using Bridge.Tokenization.Files;
using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>
/// SentencePiece's precompiled_charsmap: a double-array trie (Darts) from byte strings to places among replacements that end with a zero byte. The library
/// aborts the process on a damaged one, so everything that can be reached is checked when it is read.
/// </summary>
internal sealed class Charsmap
{
    private readonly uint[] _trie;
    private readonly byte[] _replacements;

    private Charsmap(uint[] trie, byte[] replacements)
    {
        _trie = trie;
        _replacements = replacements;
    }

    public static Charsmap Read(JsonSection section)
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
        if (size == 0 || size % 4 != 0 || size > data.Length - 4) throw section.Corrupt($"precompiled_charsmap of {data.Length} bytes cannot hold a trie of {size}");
        var trie = new uint[size / 4];
        for (var i = 0; i < trie.Length; i++) trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4 + 4 * i));
        var map = new Charsmap(trie, data[(4 + (int)size)..]);
        return map.IsSound() ? map : throw section.Corrupt("precompiled_charsmap has a place outside its trie or its replacements, or no UTF-8");
    }

    /// <summary>The replacement of the shortest beginning that the trie knows, or null.</summary>
    public int[]? Lookup(ReadOnlySpan<int> cluster)
    {
        Span<byte> bytes = stackalloc byte[4];
        var node = Offset(_trie[0]);
        foreach (var rune in cluster)
        {
            var count = new Rune(rune).EncodeToUtf8(bytes);
            foreach (var value in bytes[..count])
            {
                if (value == 0) return null;
                node ^= value;
                var unit = _trie[node];
                if (Label(unit) != value) return null;
                node ^= Offset(unit);
                if (HasLeaf(unit)) return Replacement(Value(_trie[node]));
            }
        }
        return null;
    }

    private int[] Replacement(uint index)
    {
        var rest = _replacements.AsSpan((int)index);
        var end = rest.IndexOf((byte)0);
        return CodePoints.Of(System.Text.Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]));
    }

    private bool IsSound()
    {
        if (!System.Text.Unicode.Utf8.IsValid(_replacements)) return false;
        var seen = new bool[_trie.Length];
        var open = new Stack<uint>([Offset(_trie[0])]);
        while (open.TryPop(out var node))
        {
            // Any byte may be asked for here, so the whole block of 256 must be there.
            if ((node | 0xFF) >= _trie.Length) return false;
            for (var value = 1u; value < 256; value++)
            {
                var unit = _trie[node ^ value];
                if (Label(unit) != value || seen[node ^ value]) continue;
                seen[node ^ value] = true;
                var next = node ^ value ^ Offset(unit);
                if (HasLeaf(unit) && (next >= _trie.Length || !IsStart(Value(_trie[next])))) return false;
                open.Push(next);
            }
        }
        return true;
    }

    private bool IsStart(uint index) => index < _replacements.Length && (_replacements[index] & 0xC0) != 0x80;

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);

    private static uint Label(uint unit) => unit & 0x800000FF;

    private static uint Value(uint unit) => unit & 0x7FFFFFFF;

    private static bool HasLeaf(uint unit) => (unit >> 8 & 1) == 1;
}
