using Bridge.Training.Metrics;
using Xunit;

namespace Bridge.Training.Tests.Metrics;

public class MetricsTests
{
    // Confusion: TP 3, FN 1, FP 2, TN 4.
    private static readonly int[] Truth2 = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    private static readonly int[] Predicted2 = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0];

    [Theory]
    [InlineData(MetricNames.Accuracy, 0.7)]
    [InlineData(MetricNames.F1, 2 * 3 / (2 * 3 + 2 + 1.0))]
    [InlineData(MetricNames.F1Micro, 0.7)]
    [InlineData(MetricNames.F1Macro, (6 / 9.0 + 8 / 11.0) / 2)]
    [InlineData(MetricNames.Precision, 0.6)]
    [InlineData(MetricNames.Recall, 0.75)]
    [InlineData(MetricNames.Matthews, 0.408248290463863)] // (3·4 - 2·1) / sqrt(5·4·6·5) = 10 / sqrt(600)
    public void Single_TwoClasses_MatchesHandComputation(string metric, double expected) =>
        Assert.Equal(expected, ClassificationMetrics.Single(Truth2, Predicted2, 2)[metric], 1e-12);

    [Theory]
    [InlineData(MetricNames.Accuracy, 4 / 6.0)]
    [InlineData(MetricNames.F1Macro, (0.8 + 0.5 + 2 / 3.0) / 3)] // classes 0, 1, 2; class 3 never occurs
    [InlineData(MetricNames.F1Micro, 4 / 6.0)]
    [InlineData(MetricNames.Precision, (1 + 0.5 + 0.5) / 3)]
    [InlineData(MetricNames.Recall, (2 / 3.0 + 0.5 + 1) / 3)]
    [InlineData(MetricNames.Matthews, 0.5222329678670935)] // (4·6 - 12) / sqrt(36 - 12) / sqrt(36 - 14) with p = (2, 2, 2), t = (3, 2, 1)
    public void Single_FourClassesOneAbsent_MatchesHandComputation(string metric, double expected) =>
        Assert.Equal(expected, ClassificationMetrics.Single([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2], 4)[metric], 1e-12);

    [Fact]
    public void Single_FourClasses_HasNoBinaryF1() => Assert.False(ClassificationMetrics.Single([0], [0], 4).ContainsKey(MetricNames.F1));

    [Fact]
    public void Single_OneClassOnly_HasZeroWhereARatioHasNoCases()
    {
        var metrics = ClassificationMetrics.Single([0, 0], [0, 0], 2);
        Assert.Equal((1, 0, 0, 0), (metrics[MetricNames.Accuracy], metrics[MetricNames.F1], metrics[MetricNames.Precision], metrics[MetricNames.Matthews]));
    }

    [Fact]
    public void Multiple_ThreeClasses_MatchesHandComputation()
    {
        var metrics = ClassificationMetrics.Multiple(
            new[,] { { true, false, true }, { false, true, false }, { true, true, false } },
            new[,] { { true, false, true }, { true, true, false }, { true, false, false } });
        Assert.Equal(1 / 3.0, metrics[MetricNames.Accuracy], 1e-12);
        Assert.Equal(2 * 4 / (8 + 1 + 1.0), metrics[MetricNames.F1Micro], 1e-12);
        Assert.Equal((0.8 + 2 / 3.0 + 1) / 3, metrics[MetricNames.F1Macro], 1e-12);
    }

    [Fact]
    public void Compute_WithATie_SharesRanks()
    {
        // Ranks (1, 2, 3, 4) and (1.5, 1.5, 3, 4): 4.5 / sqrt(5 * 4.5).
        var metrics = RegressionMetrics.Compute([1, 2, 3, 4], [1, 1, 2, 9]);
        Assert.Equal(4.5 / Math.Sqrt(22.5), metrics[MetricNames.Spearman], 1e-12);
        Assert.Equal((0 + 1 + 1 + 25) / 4.0, metrics[MetricNames.MeanSquaredError], 1e-12);
    }

    [Fact]
    public void Compute_ALine_HasCorrelationOne()
    {
        var metrics = RegressionMetrics.Compute([1, 2, 4], [3, 5, 9]);
        Assert.Equal(1, metrics[MetricNames.Pearson], 1e-12);
        Assert.Equal(1, metrics[MetricNames.Spearman], 1e-12);
        Assert.Equal((4 + 9 + 25) / 3.0, metrics[MetricNames.MeanSquaredError], 1e-12);
    }

    [Fact]
    public void Compute_HandNumbers_MatchPearson()
    {
        // Means 2 and 3; products (-1)(-2) + 0 + (1)(1) + … : 3 / (sqrt(2) sqrt(6))
        var metrics = RegressionMetrics.Compute([1, 2, 3], [1, 4, 4]);
        Assert.Equal(3 / Math.Sqrt(12), metrics[MetricNames.Pearson], 1e-12);
    }

    [Fact]
    public void Compute_ConstantPrediction_HasCorrelationZero() => Assert.Equal(0, RegressionMetrics.Compute([1, 2], [5, 5])[MetricNames.Pearson]);
}
