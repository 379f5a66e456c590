using System.Runtime.InteropServices;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using Bridge.Training.Data;
using TestKit;
using Xunit;

namespace Bridge.Engine.Tests;

public sealed class SessionTests
{
    private const int Rows = 32;
    private static readonly string[] Good = ["great", "lovely", "superb", "nice"];
    private static readonly string[] Bad = ["awful", "terrible", "dull", "poor"];

    private static TrainingSessionRequest Request(TrainingSettings? settings = null) =>
        new() { Model = MiniEngine.Model, Adapters = ["a"], Heads = ["a"], Settings = settings ?? new TrainingSettings { LearningRate = 1e-3 } };

    private static string Text(int i) => $"a {(i % 2 == 0 ? Good : Bad)[i / 2 % 4]} film number {i}";

    private static SessionBatch Texts(params IReadOnlyList<int> rows) =>
        new() { Texts = new TextRows([.. rows.Select(Text)], []), LabelNames = [.. rows.Select(i => i % 2 == 0 ? "good" : "bad")] };

    private static TensorValue Longs(long[] values, params ReadOnlySpan<long> shape) => new(DataType.Int64, new Shape(shape.ToArray()), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    // The same rows as tensors, as a caller with a tokenizer of its own makes them.
    private static SessionBatch Tensors(IReadOnlyList<int> rows)
    {
        using var tokenizer = Tokenization.Tokenizer.Load(MiniEngine.Folder);
        var ids = rows.Select(i => tokenizer.Encode(Text(i), null, new Tokenization.EncodeOptions()).Ids).ToArray();
        var length = ids.Max(r => r.Length);
        long[] flat = new long[rows.Count * length], mask = new long[flat.Length];
        for (var i = 0; i < ids.Length; i++)
            for (var j = 0; j < ids[i].Length; j++) (flat[i * length + j], mask[i * length + j]) = (ids[i][j], 1);
        return new SessionBatch
        {
            Inputs = new Dictionary<string, TensorValue> { ["input_ids"] = Longs(flat, rows.Count, length), ["attention_mask"] = Longs(mask, rows.Count, length) },
            Labels = Longs([.. rows.Select(i => (long)((i + 1) % 2))], rows.Count),
        };
    }

    private static async Task<MiniEngine> StartAsync()
    {
        var mini = await MiniEngine.StartAsync();
        await mini.Adapter("a");
        await mini.Head("a");
        await mini.Dataset("rows", Rows);
        return mini;
    }

    private static Task<TrainingSession> Open(MiniEngine mini, TrainingSessionRequest? request = null) => mini.Engine.Sessions.OpenAsync(request ?? Request()).WaitAsync(MiniEngine.Patience);

    private static string Digest(MiniEngine mini) => mini.Engine.Adapters.Get(MiniEngine.Model, "a").Digest + mini.Engine.Heads.Get(MiniEngine.Model, "a").Digest;

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public async Task Step_OverAJobsBatches_GivesItsBits(int accumulation, bool tensors)
    {
        using var mini = await StartAsync();
        // Three of five rows do not divide evenly: means over a step are not means of means.
        var settings = new TrainingSettings { MaxSteps = 4, LearningRate = 1e-3, GradientAccumulation = accumulation, Dropout = 0.1, WeightDecay = 0.01, WarmupSteps = 1, ClipNorm = 0.5, Seed = 7 };
        using var other = await StartAsync();
        other.Engine.Jobs.Create(new TrainingJobRequest { Model = MiniEngine.Model, Id = "job", Adapters = ["a"], Heads = ["a"], Dataset = "rows", Settings = settings with { BatchSize = 5 } });
        var job = await other.End("job", TrainingJobState.Succeeded);
        var steps = (await other.Watch("job")).OfType<JobStep>().ToList();
        using var tokenizer = Tokenization.Tokenizer.Load(MiniEngine.Folder);
        var lengths = Enumerable.Range(0, Rows).Select(i => tokenizer.Encode(Text(i), null, new Tokenization.EncodeOptions()).Ids.Length).ToArray();
        var plan = new BatchPlan(lengths, 5, accumulation, new RandomSource(7).Fork("order"));
        var results = new List<SessionStepResult>();
        await using (var session = await Open(mini, Request(settings)))
        {
            for (var step = 0; step < 4; step++)
                foreach (var rows in plan.Step(step))
                {
                    var last = rows == plan.Step(step)[^1] || rows.SequenceEqual(plan.Step(step)[^1]);
                    results.Add(await session.StepAsync((tensors ? Tensors(rows) : Texts(rows)) with { Step = last }).WaitAsync(MiniEngine.Patience));
                }
            await MiniEngine.Refused(() => session.StepAsync(Texts(1)), ErrorReason.JobNotRunning);
            Assert.Equal(4, (await session.FinishAsync().WaitAsync(MiniEngine.Patience)).Steps);
        }
        Assert.Equal(Digest(other), Digest(mini));
        var stepped = results.Where(r => r.Stepped).ToList();
        Assert.Equal(steps.Select(s => (s.Step, s.Loss, s.LearningRate, s.GradientNorm)), stepped.Select(s => (s.Step, s.StepLoss, s.LearningRate, s.GradientNorm!.Value)));
        Assert.Equal(Enumerable.Range(1, results.Count).Select(i => (long)i), results.Select(r => r.Sequence));
        Assert.Equal(job.Result!.FinalLoss, stepped[^1].StepLoss);
    }

    [Fact]
    public async Task Dispose_AfterSteps_LeavesTheLastWholeStepAndFreesTheModel()
    {
        using var mini = await StartAsync();
        var before = Digest(mini);
        string published;
        await using (var session = await Open(mini))
        {
            var error = Assert.Throws<BridgeException>(() => mini.Engine.Jobs.Create(new TrainingJobRequest { Model = MiniEngine.Model, Adapters = ["a"], Heads = ["a"], Dataset = "rows" }));
            Assert.Equal((ErrorReason.ModelBusy, session.Id), (error.Reason, error.Metadata["training_job"]));
            await MiniEngine.Refused(() => Open(mini), ErrorReason.ModelBusy);
            await MiniEngine.Refused(() => mini.Engine.Adapters.DeleteAsync(MiniEngine.Model, "a"), ErrorReason.ModelBusy);
            Assert.True((await session.StepAsync(Texts(0, 1, 2))).Stepped);
            Assert.Equal(before, Digest(mini));
            Assert.Equal(1, await session.PublishAsync());
            published = Digest(mini);
            Assert.NotEqual(before, published);
            // Gathered for a step that never comes.
            Assert.False((await session.StepAsync(Texts(3, 4) with { Step = false })).Stepped);
        }
        Assert.Equal(published, Digest(mini));
        await using (var session = await Open(mini)) await session.StepAsync(Texts(5, 6));
        Assert.NotEqual(published, Digest(mini));
        await using (var session = await Open(mini))
        {
            Assert.False((await session.StepAsync(Texts(5, 6) with { Step = false })).Stepped);
            Assert.Equal((0, 1, 1), await session.FinishAsync() is var r ? (r.Steps, r.Batches, r.DroppedBatches) : default);
            await MiniEngine.Refused(() => session.StepAsync(Texts(1)), ErrorReason.JobNotRunning);
        }
    }

    [Fact]
    public async Task Step_WithABadBatch_ChangesNothingAndGoesOn()
    {
        using var mini = await StartAsync();
        await using var session = await Open(mini);
        await session.StepAsync(Texts(0, 1));
        await session.PublishAsync();
        var before = Digest(mini);
        var good = Tensors([0, 1]);
        async Task Refused(SessionBatch batch, ErrorReason reason)
        {
            await MiniEngine.Refused(() => session.StepAsync(batch), reason);
            await session.PublishAsync();
            Assert.Equal(before, Digest(mini));
        }
        Dictionary<string, TensorValue> With(string name, TensorValue value) => new(good.Inputs) { [name] = value };
        await Refused(good with { Inputs = With("input_ids", Longs([101, 102, 101, 102], 2, 2)) }, ErrorReason.TensorShape); // the mask is longer
        await Refused(good with { Inputs = new Dictionary<string, TensorValue> { ["input_ids"] = Longs([101, 99999, 102, 0], 2, 2) } }, ErrorReason.TensorValue);
        await Refused(good with { Inputs = With("input_ids", Longs([1, 2], 2)) }, ErrorReason.TensorShape);
        await Refused(good with { Inputs = With("nonsense", Longs([1, 2], 2)) }, ErrorReason.ArgumentInvalid);
        await Refused(good with { Inputs = With("input_ids", new TensorValue(DataType.Int64, new Shape(2, 2), new byte[8])) }, ErrorReason.TensorSize);
        await Refused(good with { Labels = Longs([0, 2], 2) }, ErrorReason.TensorValue);
        await Refused(good with { Labels = Longs([0], 1) }, ErrorReason.TensorShape);
        await Refused(good with { Labels = null }, ErrorReason.ArgumentInvalid);
        await Refused(good with { Texts = new TextRows(["a"], []) }, ErrorReason.ArgumentInvalid);
        await Refused(new SessionBatch(), ErrorReason.ArgumentInvalid);
        await Refused(new SessionBatch { Texts = new TextRows([], []) }, ErrorReason.BatchEmpty);
        await Refused(new SessionBatch { Texts = new TextRows([.. Enumerable.Repeat("a film", 4097)], []) }, ErrorReason.ArgumentInvalid);
        await Refused(Texts(1) with { LabelNames = ["ugly"] }, ErrorReason.DataInvalid);
        await Refused(Texts(1) with { Texts = new TextRows(["a"], [], 4000) }, ErrorReason.ArgumentInvalid);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.StepAsync(good, source.Token));
        Assert.Equal(2, (await session.StepAsync(good)).Step);
    }

    [Fact]
    public async Task Step_ThatDiverges_KeepsTheLastWholeStep()
    {
        using var mini = await StartAsync();
        await using var session = await Open(mini, Request(new TrainingSettings { LearningRate = 1e30, ClipNorm = 0 }));
        long steps = 0;
        var error = await Assert.ThrowsAsync<BridgeException>(async () =>
        {
            while (true) steps = (await session.StepAsync(Texts(0, 1, 2, 3))).Step;
        }).WaitAsync(MiniEngine.Patience);
        Assert.Equal((ErrorReason.NonFiniteLoss, $"{steps + 1}"), (error.Reason, error.Metadata["step"]));
        Assert.Equal(steps, await session.PublishAsync());
        await MiniEngine.Refused(() => session.StepAsync(Texts(0, 1, 2, 3)), ErrorReason.NonFiniteLoss);
        Assert.Equal(steps, (await session.FinishAsync()).Steps);
    }

    [Fact]
    public async Task Evaluate_BetweenBatches_ChangesNothing()
    {
        using var mini = await StartAsync();
        var digests = new List<string>();
        foreach (var evaluates in new[] { false, true })
        {
            using var fresh = await StartAsync();
            await using (var session = await Open(fresh, Request(new TrainingSettings { LearningRate = 1e-3, Dropout = 0.1 })))
            {
                foreach (var step in new[] { false, true })
                {
                    await session.StepAsync(Texts(0, 1) with { Step = step });
                    if (!evaluates) continue;
                    var evaluation = await session.EvaluateAsync(Texts(2, 3) with { ReturnLogits = true });
                    Assert.Equal(new Shape(2, 2), evaluation.Logits!.Shape);
                    Assert.NotNull(evaluation.Loss);
                    Assert.Null((await session.EvaluateAsync(Texts(2, 3) with { LabelNames = [] })).Loss);
                }
                await session.FinishAsync();
            }
            digests.Add(Digest(fresh));
        }
        Assert.Equal(digests[0], digests[1]);
    }

    [Fact]
    public async Task Open_Impossible_IsRefusedAndHoldsNothing()
    {
        using var mini = await StartAsync();
        async Task<BridgeException> Refused(TrainingSessionRequest request, ErrorReason reason) => await MiniEngine.Refused(() => mini.Engine.Sessions.OpenAsync(request), reason);
        await Refused(Request() with { Adapters = ["gone"] }, ErrorReason.AdapterNotFound);
        await Refused(Request() with { Model = "gone" }, ErrorReason.ModelNotFound);
        await Refused(Request() with { Heads = [], Head = "gone" }, ErrorReason.HeadNotFound);
        var error = await Refused(Request(new TrainingSettings { Epochs = 1, BatchSize = 3, Patience = 2, Schedule = TrainingSchedule.Cosine }), ErrorReason.ArgumentInvalid);
        Assert.Equal(["epochs", "batch_size", "patience", "max_steps"], error.Violations.Select(v => v.Field));
        Assert.Null(mini.Engine.Adapters.Get(MiniEngine.Model, "a").TrainingJob);
        await using var first = await Open(mini);
        // Waits for its turn, and goes when its caller does.
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mini.Engine.Sessions.OpenAsync(Request() with { Queue = true }, source.Token));
        var second = mini.Engine.Sessions.OpenAsync(Request() with { Queue = true });
        await first.FinishAsync().WaitAsync(MiniEngine.Patience);
        await (await second.WaitAsync(MiniEngine.Patience)).DisposeAsync();
        Assert.Null(mini.Engine.Adapters.Get(MiniEngine.Model, "a").TrainingJob);
    }

    [Fact]
    public async Task Sessions_OneAfterAnother_LeaveNoTensorBehind()
    {
        using var mini = await StartAsync();
        async Task Once(int way)
        {
            var session = await Open(mini);
            await session.StepAsync(Texts(0, 1) with { ReturnLogits = true });
            await session.EvaluateAsync(Texts(2));
            await session.StepAsync(Texts(2) with { Step = false });
            if (way == 1) await MiniEngine.Refused(() => session.StepAsync(Texts(1) with { LabelNames = ["ugly"] }), ErrorReason.DataInvalid);
            if (way == 2) await session.FinishAsync();
            else session.Close();
            await session.DisposeAsync();
        }
        for (var i = 0; i < 3; i++) await Once(i);
        var before = LeakCheck.Settled();
        for (var i = 0; i < 9; i++) await Once(i % 3);
        Assert.Equal(before, LeakCheck.Settled());
    }

    [Fact]
    public async Task Dispose_OfTheEngine_EndsAnOpenSession()
    {
        var mini = await StartAsync();
        var session = await Open(mini);
        await session.StepAsync(Texts(0, 1));
        mini.Dispose();
        await MiniEngine.Refused(() => session.StepAsync(Texts(0, 1)), ErrorReason.JobNotRunning);
        await session.DisposeAsync();
    }
}
