using Bridge.Core;

namespace Bridge.Training.Data;

/// <summary>
/// Which rows each optimizer step sees, as a function of seed and step alone, so that a run can go on anywhere. Rows are shuffled, then grouped by
/// length within windows of many steps (less padding), then the steps are shuffled. The rows of a step depend on rows per step only, not on how it is
/// cut into micro-batches: 8 x 1, 4 x 2 and 1 x 8 train the same.
/// </summary>
public sealed class BatchPlan
{
    private const int StepsPerWindow = 50;
    private readonly IReadOnlyList<int> _lengths;
    private readonly int _batchSize;
    private readonly int _rowsPerStep;
    private readonly RandomSource? _random;
    private (long Epoch, int[][] Steps) _current = (-1, []);

    /// <summary>A plan over rows of these lengths.</summary>
    /// <param name="lengths">Tokens of each row.</param>
    /// <param name="batchSize">Rows of a micro-batch, at most.</param>
    /// <param name="accumulation">Micro-batches of an optimizer step.</param>
    /// <param name="random">Where order comes from; null orders by length alone, for evaluation.</param>
    public BatchPlan(IReadOnlyList<int> lengths, int batchSize, int accumulation = 1, RandomSource? random = null)
    {
        if (lengths.Count == 0) throw BridgeException.Invalid(ErrorReason.BatchEmpty, "there are no rows to batch", ("rows", 0));
        _lengths = lengths;
        _batchSize = batchSize;
        _rowsPerStep = checked(batchSize * accumulation);
        _random = random;
        StepsPerEpoch = (lengths.Count + _rowsPerStep - 1) / _rowsPerStep;
    }

    /// <summary>Optimizer steps of one pass over all rows.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The micro-batches (row numbers) of optimizer step <paramref name="step"/>, counted from 0 over all epochs; none is empty.</summary>
    public IReadOnlyList<int[]> Step(long step)
    {
        var (epoch, index) = Math.DivRem(step, StepsPerEpoch);
        if (_current.Epoch != epoch) _current = (epoch, PlanEpoch(epoch));
        return [.. _current.Steps[index].Chunk(_batchSize)];
    }

    private int[][] PlanEpoch(long epoch)
    {
        var rows = Enumerable.Range(0, _lengths.Count).ToArray();
        if (_random is null)
        {
            SortByLength(rows, 0, rows.Length);
            return [.. rows.Chunk(_rowsPerStep)];
        }
        var random = _random.Fork(epoch);
        Shuffle(rows, random.Fork("rows"));
        var window = (long)_rowsPerStep * StepsPerWindow;
        for (long start = 0; start < rows.Length; start += window)
            SortByLength(rows, (int)start, (int)Math.Min(window, rows.Length - start));
        var steps = rows.Chunk(_rowsPerStep).ToArray();
        Shuffle(steps, random.Fork("steps"));
        return steps;
    }

    // Longest first: the step that needs most memory comes early in a window. Ties keep the shuffled order, which makes the sort stable.
    private void SortByLength(int[] rows, int start, int count)
    {
        var sorted = rows.AsSpan(start, count).ToArray().OrderByDescending(row => _lengths[row]).ToArray();
        sorted.CopyTo(rows.AsSpan(start, count));
    }

    // Fisher-Yates; the high half of a 64 x 64 bit product maps a random number to [0, i] without the bias of a remainder that matters.
    private static void Shuffle<T>(T[] items, RandomSource random)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)Math.BigMul(random.Fork(i).Seed, (ulong)(i + 1), out _);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
