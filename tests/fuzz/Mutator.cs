using System.Buffers.Binary;

namespace Bridge.Checkpoints.Tests;

/// <summary>Changes bytes at random, the same for the same seed.</summary>
internal sealed class Mutator(ulong seed)
{
    private static readonly long[] Interesting =
        [0, 1, -1, 2, 7, 8, 16, 17, 63, 64, 127, 128, 255, 256, 32767, 65535, 65536, 100_000_000, 100_000_001, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue, long.MinValue];

    private ulong _state = seed;

    /// <summary>A number below <paramref name="limit"/> (SplitMix64).</summary>
    public int Next(int limit)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)Math.Max(limit, 1));
    }

    /// <summary>A copy with one to four changes; <paramref name="other"/> lends parts.</summary>
    public byte[] Change(byte[] original, byte[] other)
    {
        var bytes = original.ToList();
        for (var times = 1 + Next(4); times > 0; times--) ChangeOnce(bytes, other);
        return [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes, byte[] other)
    {
        var at = Next(bytes.Count);
        var length = Math.Min(1 + Next(Next(2) == 0 ? 4 : 64), bytes.Count - at);
        switch (Next(10))
        {
            case 0 when bytes.Count > 0: bytes[at] ^= (byte)(1 << Next(8)); break;
            case 1 when bytes.Count > 0: bytes[at] = (byte)Interesting[Next(Interesting.Length)]; break;
            case 2 when bytes.Count > 0: bytes[at] = (byte)Next(256); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(Next(bytes.Count - length + 1), length)); break;
            case 5:
                var from = Next(other.Length);
                bytes.InsertRange(at, other.Skip(from).Take(1 + Next(64)));
                break;
            case 6: Overwrite(bytes, at); break;
            case 7: bytes.RemoveRange(at, bytes.Count - at); break;
            case 8: ChangeDigit(bytes); break;
            default:
                if (bytes.Count > 1)
                {
                    var to = Next(bytes.Count);
                    (bytes[at], bytes[to]) = (bytes[to], bytes[at]);
                }
                break;
        }
    }

    private void Overwrite(List<byte> bytes, int at)
    {
        var value = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(value, Interesting[Next(Interesting.Length)]);
        var width = 1 << Next(4);
        for (var i = 0; i < width && at + i < bytes.Count; i++) bytes[at + i] = value[i];
    }

    // Numbers written out: the places where a header's checks are decided.
    private void ChangeDigit(List<byte> bytes)
    {
        for (var tries = 0; tries < 50 && bytes.Count > 0; tries++)
        {
            var at = Next(bytes.Count);
            if (bytes[at] is < (byte)'0' or > (byte)'9') continue;
            var text = Interesting[Next(Interesting.Length)].ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (Next(2) == 0) text = Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture);
            bytes.RemoveAt(at);
            bytes.InsertRange(at, System.Text.Encoding.ASCII.GetBytes(text));
            return;
        }
    }
}
