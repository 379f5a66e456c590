using Bridge.Core;
using Bridge.Training.Data;
using Bridge.Training.Events;
using Bridge.Training.Metrics;
using Bridge.Training.Optimization;
using Bridge.Training.Tests.Support;
using TestKit;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Training.Tests;

public class TrainingLoopTests
{
    private static readonly TrainingOptions Quick = new() { LearningRate = 0.05, Epochs = 3, BatchSize = 16 };

    private static (TrainingResult Result, IReadOnlyList<TrainingEvent> Events) Run(
        ToyTarget target, TrainingOptions options, EncodedDataset? data = null, EncodedDataset? evaluation = null, CancellationTokenSource? stop = null)
    {
        var log = new EventLog();
        using var loop = new TrainingLoop(target, data ?? ToyData.Classes(200, 3), evaluation, options, null, log);
        return (loop.Run(null, stop?.Token ?? TestContext.Current.CancellationToken), log.Snapshot());
    }

    private static double[] Losses(IEnumerable<TrainingEvent> events) => [.. events.OfType<StepEvent>().Select(step => step.Loss)];

    [Fact]
    public void Run_LearnableClasses_Learns()
    {
        using var target = new ToyTarget(3);
        var (result, events) = Run(target, Quick with { Epochs = 40 }, evaluation: ToyData.Classes(100, 3, seed: 6));
        Assert.True(result.BestMetrics![MetricNames.Accuracy] > 0.7, $"accuracy {result.BestMetrics[MetricNames.Accuracy]}");
        Assert.Equal((520, 520, 40), (result.Steps, result.TotalSteps, result.Epochs));
        Assert.Equal(Enumerable.Range(1, 520).Select(step => (long)step), events.OfType<StepEvent>().Select(step => step.Step));
        Assert.Equal(40, events.OfType<EvaluationEvent>().Count());
        Assert.All(events.OfType<StepEvent>(), step => Assert.True(step.TokensPerSecond > 0 && step.GradientNorm > 0));
    }

    [Fact]
    public void Run_Scores_LearnsByMeanSquaredError()
    {
        using var target = new ToyTarget(1, regression: true);
        var (result, _) = Run(target, Quick with { Epochs = 60, LearningRate = 0.02 }, ToyData.Scores(200), ToyData.Scores(100, seed: 6));
        Assert.True(result.BestMetrics![MetricNames.Pearson] > 0.5, $"pearson {result.BestMetrics[MetricNames.Pearson]}");
        Assert.Equal(result.BestMetrics[MetricNames.Loss], result.BestMetrics[MetricNames.MeanSquaredError], 1e-5);
    }

    [Fact]
    public void Run_SeveralClassesARow_Learns()
    {
        using var target = new ToyTarget(4);
        var (result, _) = Run(target, Quick with { Epochs = 30 }, ToyData.Sets(300, 4), ToyData.Sets(100, 4, seed: 6));
        Assert.True(result.BestMetrics![MetricNames.Accuracy] > 0.6, $"accuracy {result.BestMetrics[MetricNames.Accuracy]}");
    }

    [Fact]
    public void Run_SameSeed_SameBits()
    {
        using ToyTarget first = new(3), second = new(3), other = new(3);
        Assert.Equal(Losses(Run(first, Quick).Events), Losses(Run(second, Quick).Events));
        Assert.Equal(first.Values(), second.Values());
        Run(other, Quick with { Seed = 43 });
        Assert.NotEqual(first.Values(), other.Values());
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(2, 4)]
    [InlineData(1, 8)]
    [InlineData(3, 3)]
    public void Run_AccumulatedBatches_EqualOneBigBatch(int batch, int accumulation)
    {
        var data = ToyData.Classes(61, 3);
        using ToyTarget whole = new(3, dropout: 0), parts = new(3, dropout: 0);
        var options = Quick with { Epochs = 2 };
        var expected = Run(whole, options with { BatchSize = batch * accumulation }, data).Events;
        var actual = Run(parts, options with { BatchSize = batch, GradientAccumulation = accumulation }, data).Events;
        foreach (var (a, b) in expected.OfType<StepEvent>().Zip(actual.OfType<StepEvent>()))
        {
            Assert.Equal(a.Loss, b.Loss, 1e-6);
            Assert.Equal(a.GradientNorm, b.GradientNorm, 1e-6);
        }
        foreach (var (a, b) in whole.Values().Zip(parts.Values())) Assert.Equal(a, b, 2e-5f);
    }

    [Fact]
    public void Run_NonFiniteLoss_FailsNamingTheStepAndPutsTensorsBack()
    {
        using var target = new ToyTarget(3);
        var before = target.Values();
        target.Intervene = (forward, logits) => forward == 4 ? logits * double.NaN : logits;
        var error = Assert.Throws<BridgeException>(() => Run(target, Quick));
        Assert.Equal((ErrorCode.FailedPrecondition, ErrorReason.NonFiniteLoss, "5", "NaN"), (error.Code, error.Reason, error.Metadata["step"], error.Metadata["value"]));
        Assert.Equal(before, target.Values());
        Assert.All(target.Trainable.Values, tensor => Assert.False(tensor.requires_grad));
    }

    [Fact]
    public void Run_FrozenTensorWritten_FailsWithFrozenChanged()
    {
        using var target = new ToyTarget(3);
        target.Intervene = (forward, logits) =>
        {
            if (forward == 2) using (no_grad()) target.Frozen["embedding"][3, 3].add_(1);
            return logits;
        };
        var before = target.Values();
        var error = Assert.Throws<BridgeException>(() => Run(target, Quick));
        Assert.Equal((ErrorReason.FrozenChanged, "embedding"), (error.Reason, error.Metadata["tensor"]));
        Assert.Equal(before, target.Values());
    }

    [Fact]
    public void Run_FrozenTensorWrittenUnverified_Succeeds()
    {
        using var target = new ToyTarget(3);
        target.Intervene = (forward, logits) =>
        {
            if (forward == 2) using (no_grad()) target.Frozen["embedding"][3, 3].add_(1);
            return logits;
        };
        Assert.Equal(39, Run(target, Quick with { VerifyFrozen = false }).Result.Steps);
    }

    [Fact]
    public void Run_Ends_LeavesNoGradientsAndNoTrainableTensors()
    {
        using var target = new ToyTarget(3);
        Run(target, Quick);
        Assert.All(target.Trainable.Values, tensor =>
        {
            Assert.False(tensor.requires_grad);
            Assert.Null(tensor.grad);
        });
        Assert.All(target.Frozen.Values, tensor => Assert.False(tensor.requires_grad));
    }

    [Fact]
    public void Run_Cancelled_StopsAtOnceAndKeepsTheLastStep()
    {
        using ToyTarget target = new(3), shorter = new(3);
        using var source = new CancellationTokenSource();
        target.Intervene = (forward, logits) =>
        {
            if (forward == 6) source.Cancel();
            return logits;
        };
        var options = Quick with { BatchSize = 8, GradientAccumulation = 2, Schedule = ScheduleKind.Constant };
        var data = ToyData.Classes(192, 3);
        Assert.ThrowsAny<OperationCanceledException>(() => Run(target, options, data, stop: source));
        Run(shorter, options with { MaxSteps = 3 }, data);
        Assert.Equal(shorter.Values(), target.Values());
    }

    [Fact]
    public void Run_Patience_StopsEarlyAndPutsTheBestBack()
    {
        using ToyTarget target = new(3), best = new(3);
        var evaluation = ToyData.Classes(40, 3, seed: 9);
        var options = Quick with { LearningRate = 0.5, Epochs = 50, Patience = 2, Schedule = ScheduleKind.Constant };
        var (result, events) = Run(target, options, evaluation: evaluation);
        Assert.True(result.StoppedEarly && result.RestoredBest);
        var accuracies = events.OfType<EvaluationEvent>().Select(item => item.Metrics[MetricNames.Accuracy]).ToArray();
        Assert.Equal(accuracies.Max(), result.BestMetrics![MetricNames.Accuracy]);
        Assert.Equal(accuracies.Length - 1, Array.IndexOf(accuracies, accuracies.Max()) + 2);
        Run(best, options with { MaxSteps = result.BestStep!.Value, Patience = null, RestoreBest = false });
        Assert.Equal(best.Values(), target.Values());
    }

    [Fact]
    public void Run_ThousandSteps_LeavesTheTensorCountFlat()
    {
        using var target = new ToyTarget(3);
        var counts = new List<long>();
        target.Intervene = (forward, logits) =>
        {
            if (forward % 100 == 50) counts.Add(Tensor.TotalCount);
            return logits;
        };
        // What earlier tests left to the collector goes first; nothing is left to it here.
        LeakCheck.Settled();
        var before = Tensor.TotalCount;
        Run(target, Quick with { MaxSteps = 1000 }, evaluation: null);
        Assert.Equal(10, counts.Count);
        Assert.All(counts, count => Assert.Equal(counts[0], count));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Constructor_WrongOptions_ReportsAllAtOnce()
    {
        using var target = new ToyTarget(3);
        var error = Assert.Throws<BridgeException>(() => Run(target, new TrainingOptions
        {
            LearningRate = double.NaN, Epochs = -1, BatchSize = 0, ClipNorm = -1, Dropout = 1, WarmupRatio = 2, BestMetric = "acuracy", Patience = 3, CheckpointSteps = 5,
            Optimizer = new AdamWOptions { Beta1 = 1 },
        }));
        Assert.Equal(ErrorReason.ArgumentInvalid, error.Reason);
        Assert.Equal(
            ["learning_rate", "epochs", "batch_size", "optimizer.beta1", "warmup_ratio", "clip_norm", "dropout", "best_metric", "patience", "checkpoint_steps"],
            error.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void Constructor_LabelOutsideTheHead_ChangesNothing()
    {
        using var target = new ToyTarget(2);
        var before = target.Values();
        var error = Assert.Throws<BridgeException>(() => Run(target, Quick, ToyData.Classes(50, 3)));
        Assert.Equal((ErrorReason.DataInvalid, "2"), (error.Reason, error.Metadata["num_labels"]));
        Assert.Equal(before, target.Values());
    }

    [Fact]
    public void Constructor_NanScore_IsDataInvalid()
    {
        using var target = new ToyTarget(1);
        var data = new EncodedDataset("toy", [[1], [2]], null, Targets.Score([1, float.NaN]), new Dictionary<string, int>());
        Assert.Equal(ErrorReason.DataInvalid, Assert.Throws<BridgeException>(() => Run(target, Quick, data)).Reason);
    }

    [Fact]
    public void Constructor_NoLabels_IsDataInvalid()
    {
        using var target = new ToyTarget(1);
        var data = new EncodedDataset("toy", [[1], [2]], null, Targets.None(2), new Dictionary<string, int>());
        Assert.Equal(ErrorReason.DataInvalid, Assert.Throws<BridgeException>(() => Run(target, Quick, data)).Reason);
    }
}
