namespace Bridge.Training.Metrics;

/// <summary>Metrics of predicted classes, in double precision from exact counts.</summary>
public static class ClassificationMetrics
{
    /// <summary>One class a row. For two classes, class 1 is the positive one.</summary>
    /// <param name="truth">True class ids.</param>
    /// <param name="predicted">Predicted class ids, as many.</param>
    /// <param name="classes">How many classes there are.</param>
    public static IReadOnlyDictionary<string, double> Single(IReadOnlyList<int> truth, IReadOnlyList<int> predicted, int classes)
    {
        var counts = new ConfusionCounts(classes);
        long right = 0;
        for (var row = 0; row < truth.Count; row++)
        {
            if (truth[row] == predicted[row]) right++;
            else counts.Add(predicted[row], truth: false, predicted: true);
            counts.Add(truth[row], truth: true, predicted: truth[row] == predicted[row]);
        }
        var metrics = new OrderedDictionary<string, double> { [MetricNames.Accuracy] = (double)right / truth.Count };
        Add(metrics, counts, binary: classes == 2);
        metrics[MetricNames.Matthews] = Matthews(truth, predicted, classes);
        return metrics;
    }

    /// <summary>Several classes a row, each a decision of its own.</summary>
    /// <param name="truth">True classes. // (rows, classes)</param>
    /// <param name="predicted">Predicted classes. // (rows, classes)</param>
    public static IReadOnlyDictionary<string, double> Multiple(bool[,] truth, bool[,] predicted)
    {
        int rows = truth.GetLength(0), classes = truth.GetLength(1);
        var counts = new ConfusionCounts(classes);
        long right = 0;
        for (var row = 0; row < rows; row++)
        {
            var same = true;
            for (var klass = 0; klass < classes; klass++)
            {
                counts.Add(klass, truth[row, klass], predicted[row, klass]);
                same &= truth[row, klass] == predicted[row, klass];
            }
            if (same) right++;
        }
        var metrics = new OrderedDictionary<string, double> { [MetricNames.Accuracy] = (double)right / rows };
        Add(metrics, counts, binary: false);
        return metrics;
    }

    private static void Add(OrderedDictionary<string, double> metrics, ConfusionCounts counts, bool binary)
    {
        if (binary) metrics[MetricNames.F1] = counts.F1(1);
        metrics[MetricNames.F1Macro] = counts.Macro(counts.F1);
        metrics[MetricNames.F1Micro] = counts.MicroF1();
        metrics[MetricNames.Precision] = binary ? counts.Precision(1) : counts.Macro(counts.Precision);
        metrics[MetricNames.Recall] = binary ? counts.Recall(1) : counts.Macro(counts.Recall);
    }

    // Gorodkin 2004, R_K: (c s - sum p_k t_k) / sqrt((s^2 - sum p_k^2)(s^2 - sum t_k^2)); 0 where a factor is 0.
    private static double Matthews(IReadOnlyList<int> truth, IReadOnlyList<int> predicted, int classes)
    {
        double[] t = new double[classes], p = new double[classes];
        double right = 0, all = truth.Count;
        for (var row = 0; row < truth.Count; row++)
        {
            t[truth[row]]++;
            p[predicted[row]]++;
            if (truth[row] == predicted[row]) right++;
        }
        double both = 0, pp = 0, tt = 0;
        for (var k = 0; k < classes; k++)
        {
            both += p[k] * t[k];
            pp += p[k] * p[k];
            tt += t[k] * t[k];
        }
        var scale = Math.Sqrt(all * all - pp) * Math.Sqrt(all * all - tt);
        return scale == 0 ? 0 : (right * all - both) / scale;
    }
}
