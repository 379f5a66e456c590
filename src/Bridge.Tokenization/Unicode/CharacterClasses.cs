using System.Globalization;

namespace Bridge.Tokenization.Unicode;

/// <summary>Sets of code points as the library has them, whose tables are older than .NET's: read from classes.txt at the first use.</summary>
internal sealed class CharacterClasses
{
    private static readonly Lazy<CharacterClasses> Loaded = new(() => new CharacterClasses());

    private CharacterClasses()
    {
        var bounds = new Dictionary<string, List<int>>();
        using var stream = typeof(CharacterClasses).Assembly.GetManifestResourceStream("classes.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '#') continue;
            var parts = line.Split(' ');
            if (!bounds.TryGetValue(parts[0], out var set)) bounds[parts[0]] = set = [];
            set.Add(int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            set.Add(int.Parse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture) + 1);
        }
        NonSpacing = bounds["nonspacing"].ToArray();
        Mark = bounds["mark"].ToArray();
        Punctuation = bounds["punctuation"].ToArray();
        Control = bounds["control"].ToArray();
    }

    public static CharacterClasses Instance => Loaded.Value;

    /// <summary>Marks that BERT's normalizer strips.</summary>
    public int[] NonSpacing { get; }

    /// <summary>Marks that StripAccents strips.</summary>
    public int[] Mark { get; }

    /// <summary>Punctuation of BERT's and the other pre-tokenizers.</summary>
    public int[] Punctuation { get; }

    /// <summary>What BERT's cleaning drops.</summary>
    public int[] Control { get; }

    /// <summary>Whether a set holds a code point; its bounds are first ones and ends, ascending.</summary>
    public static bool Holds(int[] set, int rune)
    {
        var at = Array.BinarySearch(set, rune);
        return at >= 0 ? at % 2 == 0 : ~at % 2 == 1;
    }
}
