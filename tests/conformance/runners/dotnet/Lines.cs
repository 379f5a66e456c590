using System.Runtime.InteropServices;

namespace Conformance;

/// <summary>Answers as lines.</summary>
internal static class Lines
{
    public static string Of(string name, ReadOnlySpan<byte> floats)
    {
        var words = new List<string>();
        foreach (var bits in MemoryMarshal.Cast<byte, uint>(floats)) words.Add(bits.ToString("x8"));
        return $"{name}\t{string.Join(' ', words)}";
    }

    public static string[] Names(string text) => text.Length == 0 ? [] : text.Split(',');
}
