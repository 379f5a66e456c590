using Bridge.Training.Data;
using Bridge.Training.Evaluation;
using Bridge.Training.Metrics;
using Bridge.Training.Tests.Support;
using TestKit;
using Xunit;

namespace Bridge.Training.Tests;

public class EvaluationLoopTests
{
    [Fact]
    public void Run_AnyBatchSize_GivesLogitsInTheOrderOfRows()
    {
        using var target = new ToyTarget(3);
        var data = ToyData.Classes(50, 3);
        var one = EvaluationLoop.Run(target, data, 1, TestContext.Current.CancellationToken);
        var many = EvaluationLoop.Run(target, data, 16, TestContext.Current.CancellationToken);
        Assert.Equal(150, many.Logits.Length);
        foreach (var (a, b) in one.Logits.Zip(many.Logits)) Assert.Equal(a, b, 1e-5f);
        Assert.Equal(one.Metrics[MetricNames.Loss], many.Metrics[MetricNames.Loss], 1e-6);
        Assert.Equal(one.Predictions, many.Predictions);
        for (var row = 0; row < 50; row++)
            Assert.Equal(many.Logits[(row * 3)..(row * 3 + 3)].Max(), many.Logits[row * 3 + many.Predictions[row]]);
        var right = many.Predictions.Zip(data.Targets.Classes!).Count(pair => pair.First == pair.Second);
        Assert.Equal(right / 50.0, many.Metrics[MetricNames.Accuracy], 1e-12);
    }

    [Fact]
    public void Run_NoLabels_PredictsOnly()
    {
        using var target = new ToyTarget(3);
        var data = new EncodedDataset("rows", [[1, 2], [3]], null, Targets.None(2), new Dictionary<string, int>());
        var result = EvaluationLoop.Run(target, data, 8, TestContext.Current.CancellationToken);
        Assert.Empty(result.Metrics);
        Assert.Equal((6, 2), (result.Logits.Length, result.Predictions.Count));
    }

    [Fact]
    public void Run_ManyTimes_LeavesNoTensor()
    {
        using var target = new ToyTarget(3);
        var data = ToyData.Classes(20, 3);
        LeakCheck.NoTensorLeaks(() => EvaluationLoop.Run(target, data, 8, default));
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var target = new ToyTarget(3);
        Assert.ThrowsAny<OperationCanceledException>(() => EvaluationLoop.Run(target, ToyData.Classes(20, 3), 8, new CancellationToken(canceled: true)));
    }
}
