using Bridge.Configuration;
using Bridge.Core;
using Bridge.Training.Data;
using Bridge.Training.Events;
using Bridge.Training.Metrics;
using Bridge.Training.Tests.Support;
using TestKit;
using Xunit;

namespace Bridge.Training.Tests;

/// <summary>The trainer on a real architecture with real adapters.</summary>
public sealed class TrainerTests : IDisposable
{
    private static readonly TrainingOptions Quick = new() { LearningRate = 5e-3, MaxSteps = 12, BatchSize = 8 };
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-trainer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_TwoAdaptersOfThree_ChangesThemAndTheHeadOnly()
    {
        using var job = new TinyJob();
        var before = job.Values();
        var result = job.Run(job.Spec(Quick));
        Assert.Equal(["a", "b", "head"], TinyJob.Changed(before, job.Values()));
        Assert.Equal((12, 1.0), (result.Steps, result.Epochs));
        Assert.All(job.Adapters.All.SelectMany(adapter => adapter.Parameters.Values), tensor => Assert.False(tensor.requires_grad));
    }

    [Theory]
    [InlineData("a", true, "a head")]
    [InlineData("b", false, "b")]
    public void Run_NamedAdapter_ActiveIsNotTrained(string trained, bool head, string changed)
    {
        using var job = new TinyJob();
        var before = job.Values();
        job.Run(job.Spec(Quick) with { TrainAdapters = [trained], TrainHead = head });
        Assert.Equal(changed.Split(' '), TinyJob.Changed(before, job.Values()));
    }

    [Fact]
    public void Run_Learns_AndEvaluatorAgrees()
    {
        using var job = new TinyJob();
        var spec = job.Spec(Quick with { MaxSteps = 150, LearningRate = 1e-2 });
        var result = job.Run(spec);
        var losses = job.Losses().ToArray();
        Assert.True(losses[^12..].Average() < 0.75 * losses[..12].Average(), $"{losses[..12].Average()} to {losses[^12..].Average()}");
        var evaluation = job.Evaluate(spec.Evaluation!);
        Assert.Equal(result.BestMetrics![MetricNames.Accuracy], evaluation.Metrics[MetricNames.Accuracy]);
        Assert.Equal(result.BestMetrics[MetricNames.Loss], evaluation.Metrics[MetricNames.Loss], 1e-9);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.3)]
    public void Resume_TwoAdapters_GoesOnBitForBit(double? dropout)
    {
        var options = Quick with { Dropout = dropout, MaxSteps = 20, CheckpointSteps = 6, KeepCheckpoints = 5, EvaluationSteps = 5 };
        using TinyJob whole = new(), resumed = new(seed: 7);
        whole.Run(whole.Spec(options) with { CheckpointFolder = _folder });
        // What the job does not train is the same in both.
        using (TorchSharp.torch.no_grad())
            foreach (var (name, tensor) in whole.Adapters["other"].Parameters) resumed.Adapters["other"].Parameters[name].copy_(tensor);
        resumed.Run(resumed.Spec(options) with { CheckpointFolder = _folder, ResumeFrom = Path.Combine(_folder, "checkpoint-12") });
        Assert.Equal(whole.Losses().Skip(12), resumed.Losses());
        var (expected, actual) = (whole.Values(), resumed.Values());
        Assert.Equal(["second"], TinyJob.Changed(expected, actual));
    }

    [Fact]
    public void Run_Checkpoint_HoldsAdaptersThatLoad()
    {
        using var job = new TinyJob();
        job.Run(job.Spec(Quick with { CheckpointSteps = 12, RestoreBest = false }) with { CheckpointFolder = _folder });
        var loaded = job.Adapters.Load(Path.Combine(_folder, "checkpoint-12", "adapters", "a"), "again");
        Assert.Equal(job.Adapters["a"].Parameters.Values.Select(tensor => tensor.data<float>().ToArray()), loaded.Parameters.Values.Select(tensor => tensor.data<float>().ToArray()));
        Assert.NotNull(job.Heads.Load(Path.Combine(_folder, "checkpoint-12", "heads", "head"), "again"));
    }

    [Fact]
    public void Run_BaseWrittenMeanwhile_IsFrozenChanged()
    {
        using var job = new TinyJob();
        var spec = job.Spec(Quick);
        using var target = new Watched(new AdapterTarget(spec), step =>
        {
            if (step == 3)
                using (TorchSharp.torch.no_grad()) job.Adapters["other"].Parameters.Values.First().add_(1);
        });
        using var loop = new TrainingLoop(target, spec.Data, null, Quick, null, new EventLog());
        var error = Assert.Throws<BridgeException>(() => loop.Run(null, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorReason.FrozenChanged, error.Reason);
        Assert.StartsWith("adapters.other.", error.Metadata["tensor"], StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherAdapterOfAnotherJob_IsNotHeldAgainstThisOne()
    {
        using var job = new TinyJob();
        var target = new AdapterTarget(job.Spec(Quick) with { ChangedByOthers = ["other", "second"] });
        Assert.DoesNotContain(target.Frozen.Keys, name => name.Contains("other", StringComparison.Ordinal) || name.Contains("second", StringComparison.Ordinal));
        Assert.Contains("model.embeddings.word_embeddings.weight", target.Frozen.Keys);
    }

    // Dropout among it: blocks that are computed again lose the same numbers.
    [Fact]
    public void Run_WithGradientCheckpointing_TrainsAlike()
    {
        using TinyJob plain = new(), again = new();
        plain.Run(plain.Spec(Quick));
        again.Run(again.Spec(Quick with { GradientCheckpointing = true }));
        foreach (var (expected, actual) in plain.Losses().Zip(again.Losses())) Assert.Equal(expected, actual, 1e-5);
        LeakCheck.NoTensorLeaks(() => again.Run(again.Spec(Quick with { MaxSteps = 5, GradientCheckpointing = true })), times: 3);
    }

    // Head and fusion among it: they say nothing and take the model's.
    [Theory]
    [InlineData(0.1, 0.0, false)]
    [InlineData(0.1, 0.0, true)]
    [InlineData(0.1, 0.1, false)]
    [InlineData(0.0, 0.3, false)]
    [InlineData(0.0, 0.3, true)]
    public void Run_WithDropout_IsThatOfAModelWithIt(double configured, double dropout, bool again)
    {
        var options = Quick with { GradientCheckpointing = again };
        using TinyJob given = new(dropout: configured), own = new(dropout: dropout), without = new(dropout: configured);
        List<float[]> fused = [];
        foreach (var (job, named) in new[] { (given, dropout), (own, (double?)null), (without, null) })
        {
            job.Adapters.Add("c", AdapterConfig.Parse("seq_bn[reduction_factor=4]"), new RandomSource(5));
            var fusion = job.Adapters.Fusions.Add(["b", "c"], FusionConfig.Parse("dynamic"), new RandomSource(6));
            job.Run(job.Spec(options with { Dropout = named }, "Stack(a, Fuse(b, c))") with { TrainFusions = [fusion.Name] });
            fused.Add([.. fusion.Parameters.Values.SelectMany(tensor => tensor.data<float>().ToArray())]);
        }
        Assert.Equal(own.Losses(), given.Losses());
        Assert.Empty(TinyJob.Changed(own.Values(), given.Values()));
        Assert.Equal(fused[1], fused[0]);
        Assert.Equal(configured == dropout, given.Losses().SequenceEqual(without.Losses()));
    }

    [Fact]
    public void Run_ManySteps_LeavesTheTensorCountFlat()
    {
        using var job = new TinyJob();
        LeakCheck.NoTensorLeaks(() => job.Run(job.Spec(Quick with { MaxSteps = 5 })), times: 3);
    }

    [Fact]
    public void Run_ThousandSteps_LeavesTensorsAndMemoryFlat()
    {
        using var job = new TinyJob();
        var spec = job.Spec(Quick with { MaxSteps = 1000, BatchSize = 4 });
        var seen = new List<(long Tensors, long Bytes)>();
        using var target = new Watched(new AdapterTarget(spec), step =>
        {
            if (step % 100 == 99) seen.Add((LeakCheck.Settled(), Environment.WorkingSet));
        });
        using var loop = new TrainingLoop(target, spec.Data, null, spec.Options, null, new EventLog());
        loop.Run(null, TestContext.Current.CancellationToken);
        Assert.Equal(10, seen.Count);
        Assert.All(seen, item => Assert.Equal(seen[0].Tensors, item.Tensors));
        // What the first steps allocate (code, pools) comes before; 8 MiB is the collector's own breathing.
        Assert.InRange(seen[^1].Bytes - seen[3].Bytes, long.MinValue, 8 << 20);
    }

    [Fact]
    public void Target_SharedTensors_AreTrainedOnceAndAreNotFrozen()
    {
        using var job = new TinyJob();
        foreach (var name in new[] { "m", "n", "o" }) job.Adapters.Add(name, AdapterConfig.Parse("mtl_lora[r=2,init_weights='bert']"), new RandomSource(1));
        job.Adapters.Sharing.Share(["m", "n", "o"]);
        var spec = job.Spec(Quick with { MaxSteps = 3, BatchSize = 4 }, "Stack(m, n)");
        var target = new AdapterTarget(spec);
        Assert.Equal(target.Trainable.Count, target.Trainable.Values.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Empty(target.Trainable.Values.Intersect(target.Frozen.Values, ReferenceEqualityComparer.Instance));
        var shared = job.Adapters["m"].Parameters.First(p => job.Adapters["m"].Shared.Contains(p.Key)).Value;
        using var before = shared.clone();
        using var loop = new TrainingLoop(target, spec.Data, null, spec.Options, null, new EventLog());
        loop.Run(null, TestContext.Current.CancellationToken);
        using var same = shared == before;
        Assert.False(same.all().item<bool>());
    }

    public static TheoryData<ErrorReason, string> BadInputs => new()
    {
        { ErrorReason.AdapterNotFound, "composition" },
        { ErrorReason.HeadNotFound, "head" },
        { ErrorReason.ArgumentInvalid, "not active" },
        { ErrorReason.AdapterNotFound, "trained" },
        { ErrorReason.SequenceTooLong, "long" },
        { ErrorReason.TensorValue, "id" },
        { ErrorReason.TensorValue, "segment" },
        { ErrorReason.DataInvalid, "label" },
        { ErrorReason.DataInvalid, "scores" },
        { ErrorReason.ArgumentInvalid, "nothing" },
        { ErrorReason.CheckpointNotFound, "resume" },
    };

    [Theory]
    [MemberData(nameof(BadInputs))]
    public void Run_BadInput_IsRefusedAndChangesNothing(ErrorReason reason, string what)
    {
        using var job = new TinyJob();
        var before = job.Values();
        var spec = job.Spec(Quick);
        spec = what switch
        {
            "composition" => spec with { Composition = Composition.Parse("Stack(a, none)") },
            "head" => spec with { Head = "none" },
            "not active" => spec with { TrainAdapters = ["other"] },
            "trained" => spec with { TrainAdapters = ["none"] },
            "long" => spec with { Data = TinyJob.Rows(50, maxLength: TinyBert.Positions + 20) },
            "id" => spec with { Data = One([1, TinyBert.Vocabulary], null, Targets.Single([0])) },
            "segment" => spec with { Data = One([1, 2], [0, 2], Targets.Single([0])) },
            "label" => spec with { Evaluation = One([1, 2], null, Targets.Single([2])) },
            "scores" => spec with { Data = One([1, 2], null, Targets.Score([0.5f])) },
            "nothing" => spec with { TrainAdapters = [], TrainHead = false },
            _ => spec with { ResumeFrom = Path.Combine(_folder, "checkpoint-1") },
        };
        Assert.Equal(reason, Assert.Throws<BridgeException>(() => job.Run(spec)).Reason);
        Assert.Empty(TinyJob.Changed(before, job.Values()));
    }

    private static EncodedDataset One(int[] ids, int[]? types, Targets targets) => new("rows", [ids], types is null ? null : [types], targets, new Dictionary<string, int>());

    private sealed class Watched(AdapterTarget inner, Action<int> step) : ITrainingTarget, IDisposable
    {
        private int _forwards;

        public TorchSharp.torch.Device Device => inner.Device;
        public int Outputs => inner.Outputs;
        public int Padding => inner.Padding;
        public IReadOnlyDictionary<string, TorchSharp.torch.Tensor> Trainable => inner.Trainable;
        public IReadOnlyDictionary<string, TorchSharp.torch.Tensor> Frozen => inner.Frozen;
        public void Check(EncodedDataset data) => inner.Check(data);
        public TorchSharp.torch.Tensor Logits(Batch batch, RandomSource? dropout, CancellationToken cancellation)
        {
            step(_forwards++);
            return inner.Logits(batch, dropout, cancellation);
        }

        public TorchSharp.torch.Tensor Loss(TorchSharp.torch.Tensor logits, TorchSharp.torch.Tensor labels) => inner.Loss(logits, labels);
        public void Export(string folder) => inner.Export(folder);
        public void Dispose()
        {
        }
    }
}
