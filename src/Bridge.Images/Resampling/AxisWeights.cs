namespace Bridge.Images.Resampling;

/// <summary>
/// The weights of one axis: each position of the result is a sum over a run of source pixels. Reduction widens the filter by the scale, so that every source pixel
/// counts. Weights are whole numbers of 2^-22, rounded half away from zero.
/// </summary>
internal sealed class AxisWeights
{
    /// <summary>Bits behind the point: 8 of the pixel, 2 for sums beyond 255 and the sign leave 22 of 32.</summary>
    public const int FractionBits = 22;

    private readonly int[] _values;

    public AxisWeights(ResampleFilter filter, int source, int target)
    {
        var scale = (double)source / target;
        var stretch = Math.Max(scale, 1);
        var support = FilterKernel.Support(filter) * stretch;
        Capacity = (int)Math.Ceiling(support) * 2 + 1;
        _values = new int[checked(target * Capacity)];
        Starts = new int[target];
        Counts = new int[target];
        var exact = new double[Capacity];
        for (var i = 0; i < target; i++)
        {
            var center = (i + 0.5) * scale;
            var start = Math.Max((int)(center - support + 0.5), 0);
            var run = exact.AsSpan(0, Math.Min((int)(center + support + 0.5), source) - start);
            (Starts[i], Counts[i]) = (start, run.Length);
            Fill(filter, run, start, center, 1 / stretch);
            for (var k = 0; k < run.Length; k++) _values[i * Capacity + k] = Round(run[k]);
        }
    }

    /// <summary>The most pixels of a run.</summary>
    public int Capacity { get; }

    /// <summary>First source pixel of each position's run.</summary>
    public int[] Starts { get; }

    /// <summary>How many source pixels each run has.</summary>
    public int[] Counts { get; }

    /// <summary>Weights of a position's run.</summary>
    public ReadOnlySpan<int> Of(int position) => _values.AsSpan(position * Capacity, Counts[position]);

    private static void Fill(ResampleFilter filter, Span<double> run, int start, double center, double shrink)
    {
        var sum = 0.0;
        for (var k = 0; k < run.Length; k++)
        {
            run[k] = FilterKernel.Weight(filter, (k + start - center + 0.5) * shrink);
            sum += run[k];
        }
        if (sum == 0) return;
        foreach (ref var weight in run) weight /= sum;
    }

    private static int Round(double weight) => (int)(weight * (1 << FractionBits) + (weight < 0 ? -0.5 : 0.5));
}
