namespace Bridge.Training.Metrics;

/// <summary>Metrics of predicted numbers, in double precision.</summary>
public static class RegressionMetrics
{
    /// <summary>Mean squared error, Pearson's and Spearman's correlation (0 where one side does not vary).</summary>
    /// <param name="truth">True numbers.</param>
    /// <param name="predicted">Predicted numbers, as many.</param>
    public static IReadOnlyDictionary<string, double> Compute(IReadOnlyList<double> truth, IReadOnlyList<double> predicted) =>
        new OrderedDictionary<string, double>
        {
            [MetricNames.MeanSquaredError] = truth.Zip(predicted, (a, b) => (a - b) * (a - b)).Average(),
            [MetricNames.Pearson] = Pearson(truth, predicted),
            [MetricNames.Spearman] = Pearson(Ranks(truth), Ranks(predicted)),
        };

    private static double Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = x.Average(), meanY = y.Average(), xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Count; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }
        return xx == 0 || yy == 0 ? 0 : xy / (Math.Sqrt(xx) * Math.Sqrt(yy));
    }

    // Ties share the mean of the ranks they span.
    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end + 1 < order.Length && values[order[end + 1]] == values[order[start]]) end++;
            for (var i = start; i <= end; i++) ranks[order[i]] = (start + end) / 2.0 + 1;
            start = end + 1;
        }
        return ranks;
    }
}
