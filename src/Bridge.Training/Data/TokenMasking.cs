using Bridge.Core;

namespace Bridge.Training.Data;

/// <summary>
/// Tokens hidden from a masked language model (Devlin et al. 2019, section 3.1): of those that are no special tokens a share is to be found; four in five of them become the mask
/// token, one in ten another token, one in ten stay. How many is a function of the row alone, so that means over steps are exact.
/// </summary>
public sealed class TokenMasking(int maskId, int vocabulary, int[][] positions)
{
    private const double Share = 0.15;

    /// <summary>Where no step is: evaluation.</summary>
    internal static RandomSource Fixed { get; } = new(0);

    /// <summary>How many tokens of a row are to be found.</summary>
    public int CountIn(int row) => positions[row].Length == 0 ? 0 : Math.Max(1, (int)Math.Round(Share * positions[row].Length, MidpointRounding.AwayFromZero));

    /// <summary>The row as the model sees it, and what is to be found.</summary>
    internal (int[] Ids, int[] Labels) Apply(ReadOnlySpan<int> ids, int row, RandomSource random)
    {
        int[] seen = [.. ids], labels = new int[ids.Length], order = [.. positions[row]];
        Array.Fill(labels, Targets.Ignored);
        for (var i = 0; i < CountIn(row); i++)
        {
            var chosen = Below(random.Fork("position").Fork(i), order.Length - i) + i;
            (order[i], order[chosen]) = (order[chosen], order[i]);
            var position = order[i];
            labels[position] = ids[position];
            var way = Below(random.Fork("way").Fork(i), 10);
            if (way < 8) seen[position] = maskId;
            else if (way == 8) seen[position] = Below(random.Fork("token").Fork(i), vocabulary);
        }
        return (seen, labels);
    }

    private static int Below(RandomSource random, int bound) => (int)Math.BigMul(random.Seed, (ulong)bound, out _);
}
