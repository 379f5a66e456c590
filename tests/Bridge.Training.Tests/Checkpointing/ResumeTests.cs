using Bridge.Core;
using Bridge.Training.Checkpointing;
using Bridge.Training.Events;
using Bridge.Training.Tests.Support;
using Xunit;

namespace Bridge.Training.Tests.Checkpointing;

public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-resume-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly TrainingOptions Options = new()
    {
        LearningRate = 0.05, Epochs = 4, BatchSize = 8, GradientAccumulation = 2, WarmupRatio = 0.1, CheckpointSteps = 5, KeepCheckpoints = 3,
        EvaluationSteps = 4, Optimizer = new() { WeightDecay = 0.01 },
    };

    private (TrainingResult Result, IReadOnlyList<TrainingEvent> Events) Run(ToyTarget target, TrainingOptions options, string? resume = null, int rows = 100)
    {
        var log = new EventLog();
        using var loop = new TrainingLoop(target, ToyData.Classes(rows, 3), ToyData.Classes(40, 3, seed: 8), options, _folder, log);
        return (loop.Run(resume, TestContext.Current.CancellationToken), log.Snapshot());
    }

    private string Checkpoint(long step) => Path.Combine(_folder, $"checkpoint-{step}");

    [Theory]
    [InlineData(15)]
    [InlineData(20)]
    [InlineData(25)]
    public void Resume_AnyCheckpoint_GoesOnBitForBit(long step)
    {
        using ToyTarget whole = new(3), resumed = new(3, seed: 99);
        // The frozen part is the same model; what is trained comes from the checkpoint alone.
        using (TorchSharp.torch.no_grad()) resumed.Frozen["embedding"].copy_(whole.Frozen["embedding"]);
        var options = Options with { KeepCheckpoints = 10 };
        var (expected, events) = Run(whole, options);
        var (result, more) = Run(resumed, options, Checkpoint(step));
        Assert.Equal(28, expected.Steps);
        Assert.Equal(
            events.OfType<StepEvent>().Where(item => item.Step > step).Select(item => (item.Step, item.Loss, item.LearningRate, item.GradientNorm)),
            more.OfType<StepEvent>().Select(item => (item.Step, item.Loss, item.LearningRate, item.GradientNorm)));
        Assert.Equal(
            events.OfType<EvaluationEvent>().Where(item => item.Step > step).SelectMany(item => item.Metrics.Values),
            more.OfType<EvaluationEvent>().SelectMany(item => item.Metrics.Values));
        Assert.Equal(whole.Values(), resumed.Values());
        Assert.Equal((expected.BestStep, expected.FinalLoss), (result.BestStep, result.FinalLoss));
    }

    [Fact]
    public void Run_ManyCheckpoints_KeepsTheNewest()
    {
        using var target = new ToyTarget(3);
        var (_, events) = Run(target, Options);
        Assert.Equal(["checkpoint-20", "checkpoint-25", "checkpoint-28"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
        Assert.Equal([5, 10, 15, 20, 25, 28], events.OfType<CheckpointEvent>().Select(item => item.Step));
        Assert.Equal(["best.safetensors", "optimizer.safetensors", "state.json", "toy.txt", "weights.safetensors"],
            Directory.GetFileSystemEntries(Checkpoint(28)).Select(Path.GetFileName).Order());
        Assert.Equal([20, 25, 28], CheckpointStore.List(_folder).Select(entry => entry.Step));
    }

    [Fact]
    public void Resume_OtherOptionsAndData_IsCheckpointMismatchNamingThem()
    {
        using var target = new ToyTarget(3);
        Run(target, Options);
        var before = target.Values();
        var error = Assert.Throws<BridgeException>(() => Run(target, Options with { LearningRate = 0.1, Seed = 7, Dropout = 0.2 }, Checkpoint(20), rows: 101));
        Assert.Equal((ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch), (error.Code, error.Reason));
        Assert.Equal(["learning_rate", "seed", "dropout", "data"], error.Violations.Select(violation => violation.Field));
        Assert.Equal("was 0.05 and is 0.1", error.Metadata["learning_rate"]);
        Assert.Equal("was unset and is 0.2", error.Metadata["dropout"]);
        Assert.Equal(before, target.Values());
    }

    [Fact]
    public void Resume_OtherHead_IsCheckpointMismatch()
    {
        using ToyTarget three = new(3), four = new(4);
        Run(three, Options);
        var before = four.Values();
        var error = Assert.Throws<BridgeException>(() => Run(four, Options, Checkpoint(20)));
        Assert.Equal((ErrorReason.CheckpointMismatch, "output.weight", "(3, 8)"), (error.Reason, error.Metadata["tensor"], error.Metadata["shape"]));
        Assert.Equal(before, four.Values());
    }

    [Fact]
    public void Resume_NoCheckpoint_IsCheckpointNotFound()
    {
        using var target = new ToyTarget(3);
        Assert.Equal(ErrorReason.CheckpointNotFound, Assert.Throws<BridgeException>(() => Run(target, Options, Checkpoint(3))).Reason);
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("weights.safetensors")]
    [InlineData("optimizer.safetensors")]
    [InlineData("best.safetensors")]
    public void Resume_TruncatedFile_IsCheckpointCorruptAndChangesNothing(string file)
    {
        using var target = new ToyTarget(3);
        Run(target, Options);
        var path = Path.Combine(Checkpoint(20), file);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        var before = target.Values();
        var error = Assert.Throws<BridgeException>(() => Run(target, Options, Checkpoint(20)));
        Assert.Equal((ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt), (error.Code, error.Reason));
        Assert.Equal(before, target.Values());
    }

    [Fact]
    public void Run_NonFiniteLossAfterACheckpoint_PutsTheCheckpointBack()
    {
        using ToyTarget target = new(3), resumed = new(3);
        target.Intervene = (forward, logits) => target.Trainable["output.weight"].requires_grad && forward > 40 && TorchSharp.torch.is_grad_enabled() ? logits * double.NaN : logits;
        var error = Assert.Throws<BridgeException>(() => Run(target, Options with { EvaluationSteps = 1000 }));
        Assert.Equal(ErrorReason.NonFiniteLoss, error.Reason);
        var last = CheckpointStore.List(_folder)[^1];
        TensorFile.Read(Path.Combine(last.Path, "weights.safetensors"), tensors =>
        {
            using var snapshot = new TensorSnapshot(tensors);
            snapshot.Restore(resumed.Trainable);
        });
        Assert.Equal(resumed.Values(), target.Values());
    }
}
