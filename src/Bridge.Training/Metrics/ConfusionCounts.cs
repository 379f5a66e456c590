namespace Bridge.Training.Metrics;

/// <summary>True positives, false positives and false negatives of each class.</summary>
internal sealed class ConfusionCounts
{
    private readonly long[] _truePositive;
    private readonly long[] _falsePositive;
    private readonly long[] _falseNegative;

    public ConfusionCounts(int classes) => (_truePositive, _falsePositive, _falseNegative) = (new long[classes], new long[classes], new long[classes]);

    public int Classes => _truePositive.Length;

    public void Add(int klass, bool truth, bool predicted)
    {
        if (truth && predicted) _truePositive[klass]++;
        else if (predicted) _falsePositive[klass]++;
        else if (truth) _falseNegative[klass]++;
    }

    /// <summary>Whether a class occurs at all; one that does not is left out of averages.</summary>
    public bool Occurs(int klass) => _truePositive[klass] + _falsePositive[klass] + _falseNegative[klass] > 0;

    public double Precision(int klass) => Ratio(_truePositive[klass], _truePositive[klass] + _falsePositive[klass]);

    public double Recall(int klass) => Ratio(_truePositive[klass], _truePositive[klass] + _falseNegative[klass]);

    public double F1(int klass) => Ratio(2 * _truePositive[klass], 2 * _truePositive[klass] + _falsePositive[klass] + _falseNegative[klass]);

    public double MicroF1() => Ratio(2 * _truePositive.Sum(), 2 * _truePositive.Sum() + _falsePositive.Sum() + _falseNegative.Sum());

    public double Macro(Func<int, double> metric) => Enumerable.Range(0, Classes).Where(Occurs).Select(metric).DefaultIfEmpty(0).Average();

    // A ratio without cases counts as 0, the usual convention.
    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
