using System.Globalization;

namespace Bridge.Tokenization.Unicode;

/// <summary>Decompositions, combining classes and compositions, read from normalization.txt at the first use.</summary>
internal sealed class NormalizationData
{
    private const int HangulFirst = 0xAC00, HangulCount = 11172, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7, Vowels = 21, Tails = 28;

    private static readonly Lazy<NormalizationData> Loaded = new(() => new NormalizationData());

    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<int, int> _classes = [];
    private readonly Dictionary<(int, int), int> _compositions = [];

    private NormalizationData()
    {
        using var stream = typeof(NormalizationData).Assembly.GetManifestResourceStream("normalization.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '#') continue;
            var codes = line[2..].Split(' ').Select(code => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            if (line[0] == 'D') _canonical.Add(codes[0], codes[1..]);
            else if (line[0] == 'K') _compatible.Add(codes[0], codes[1..]);
            else if (line[0] == 'C') _classes.Add(codes[0], codes[1]);
            else _compositions.Add((codes[0], codes[1]), codes[2]);
        }
    }

    public static NormalizationData Instance => Loaded.Value;

    public int CombiningClass(int rune) => rune < 0x300 ? 0 : _classes.GetValueOrDefault(rune);

    /// <summary>The full decomposition; null where a code point is its own.</summary>
    public int[]? Decompose(int rune, bool compatible)
    {
        if (rune < 0xA0) return null;
        if (rune - HangulFirst is var index and >= 0 and < HangulCount)
        {
            var (lead, vowel, tail) = (index / (Vowels * Tails), index % (Vowels * Tails) / Tails, index % Tails);
            return tail == 0 ? [LeadFirst + lead, VowelFirst + vowel] : [LeadFirst + lead, VowelFirst + vowel, TailFirst + tail];
        }
        if (compatible && _compatible.TryGetValue(rune, out var result)) return result;
        return _canonical.GetValueOrDefault(rune);
    }

    /// <summary>The one code point that two compose to, or -1.</summary>
    public int Compose(int first, int second)
    {
        if (first - LeadFirst is var lead and >= 0 and < 19 && second - VowelFirst is var vowel and >= 0 and < Vowels)
            return HangulFirst + (lead * Vowels + vowel) * Tails;
        if (first - HangulFirst is var syllable and >= 0 and < HangulCount && syllable % Tails == 0 && second - TailFirst is var tail and > 0 and < Tails)
            return first + tail;
        return _compositions.GetValueOrDefault((first, second), -1);
    }
}
