namespace Bridge.Core;

/// <summary>
/// A seed that can be split. Randomness is an argument everywhere: whoever needs some takes a source and forks it by name, so that adding a
/// consumer does not move the numbers of the others.
/// </summary>
/// <param name="Seed">The seed.</param>
public sealed record RandomSource(ulong Seed)
{
    /// <summary>An independent source for the part called <paramref name="label"/>.</summary>
    public RandomSource Fork(string label)
    {
        var hash = Mix(Seed + 0x9E3779B97F4A7C15UL);
        foreach (var c in label) hash = Mix(hash ^ c);
        return new RandomSource(hash);
    }

    /// <summary>An independent source for part number <paramref name="index"/>.</summary>
    public RandomSource Fork(long index) => new(Mix(Mix(Seed + 0x9E3779B97F4A7C15UL) ^ unchecked((ulong)index * 0xD1342543DE82EF95UL)));

    // SplitMix64's finaliser (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
