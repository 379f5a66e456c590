using Bridge.Core;
using Bridge.Engine.Tests.Support;
using Xunit;

namespace Bridge.Engine.Tests;

public sealed class TrainingTests
{
    private static TrainingJobRequest Request(string adapter, string id = "job", long steps = 6) => new()
    {
        Model = MiniEngine.Model,
        Id = id,
        Adapters = [adapter],
        Heads = [adapter],
        Dataset = "rows",
        Settings = new TrainingSettings { MaxSteps = steps, BatchSize = 8, LearningRate = 1e-3 },
    };

    [Fact]
    public async Task Create_ToItsEnd_PublishesAWholeNewVersion()
    {
        using var mini = await MiniEngine.StartAsync();
        await mini.Adapter("a");
        await mini.Adapter("other");
        await mini.Head("a");
        await mini.Dataset("rows");
        var (before, other) = (mini.Engine.Adapters.Get(MiniEngine.Model, "a"), mini.Engine.Adapters.Get(MiniEngine.Model, "other"));
        var logits = await mini.Logits("a");
        mini.Engine.Jobs.Create(Request("a") with { EvaluationDataset = "rows" });
        var end = await mini.End("job", TrainingJobState.Succeeded);
        Assert.Equal((6, 6), (end.Result!.Steps, end.Result.TotalSteps));
        Assert.InRange(end.Result.Metrics["accuracy"], 0, 1);
        var after = mini.Engine.Adapters.Get(MiniEngine.Model, "a");
        Assert.NotEqual(before.Digest, after.Digest);
        Assert.NotEqual(before.Etag, after.Etag);
        Assert.Equal(before.CreateTime, after.CreateTime);
        Assert.Equal(other.Digest, mini.Engine.Adapters.Get(MiniEngine.Model, "other").Digest);
        Assert.NotEqual(logits, await mini.Logits("a"));
        Assert.Null(after.TrainingJob);
    }

    [Fact]
    public async Task Watch_FromASequence_ContinuesThere()
    {
        using var mini = await MiniEngine.StartAsync();
        await mini.Adapter("a");
        await mini.Head("a");
        await mini.Dataset("rows");
        mini.Engine.Jobs.Create(Request("a"));
        var all = await mini.Watch("job");
        Assert.Equal(Enumerable.Range(1, all.Count).Select(i => (long)i), all.Select(e => e.Sequence));
        Assert.Equal(6, all.OfType<JobStep>().Count());
        Assert.IsType<JobStateChanged>(all[^1]);
        Assert.Equal(all.Skip(4).Select(e => e.Sequence), (await mini.Watch("job", after: 4)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Create_AtOnceAfterTheEndOfAnother_IsNeverBusy()
    {
        using var mini = await MiniEngine.StartAsync();
        await mini.Adapter("a");
        await mini.Head("a");
        await mini.Dataset("rows");
        for (var i = 0; i < 20; i++)
        {
            mini.Engine.Jobs.Create(Request("a", $"job{i}", steps: 1));
            Assert.IsType<JobStateChanged>((await mini.Watch($"job{i}"))[^1]);
        }
    }

    [Fact]
    public async Task Create_SecondForAModel_IsBusyOrWaits()
    {
        using var mini = await MiniEngine.StartAsync();
        foreach (var name in new[] { "a", "b" })
        {
            await mini.Adapter(name);
            await mini.Head(name);
        }
        await mini.Dataset("rows");
        mini.Engine.Jobs.Create(Request("a", "first", steps: 100_000));
        var error = Assert.Throws<BridgeException>(() => mini.Engine.Jobs.Create(Request("b", "second")));
        Assert.Equal((ErrorCode.Aborted, ErrorReason.ModelBusy), (error.Code, error.Reason));
        Assert.Equal(TrainingJobState.Queued, mini.Engine.Jobs.Create(Request("b", "second", steps: 1) with { Queue = true }).State);
        await MiniEngine.Refused(() => mini.Engine.Adapters.DeleteAsync(MiniEngine.Model, "a"), ErrorReason.ModelBusy);
        Assert.Equal(ErrorReason.ModelBusy, Assert.Throws<BridgeException>(() => { _ = mini.Engine.Models.UnloadAsync(MiniEngine.Model); }).Reason);
        // Other adapters come and go meanwhile.
        await mini.Adapter("c");
        await mini.Engine.Adapters.DeleteAsync(MiniEngine.Model, "c").WaitAsync(MiniEngine.Patience);
        mini.Engine.Jobs.Cancel(MiniEngine.Model, "first");
        await mini.End("first", TrainingJobState.Cancelled);
        await mini.End("second", TrainingJobState.Succeeded);
        Assert.Equal(ErrorReason.JobNotRunning, Assert.Throws<BridgeException>(() => mini.Engine.Jobs.Cancel(MiniEngine.Model, "second")).Reason);
    }

    [Fact]
    public async Task Create_ThatDiverges_FailsAndLeavesTheAdapter()
    {
        using var mini = await MiniEngine.StartAsync();
        var before = await mini.Adapter("a");
        await mini.Head("a");
        await mini.Dataset("rows");
        var logits = await mini.Logits("a");
        mini.Engine.Jobs.Create(Request("a") with { Settings = new TrainingSettings { MaxSteps = 200, LearningRate = 1e30, ClipNorm = 0, BatchSize = 8 } });
        var end = await mini.End("job", TrainingJobState.Failed);
        Assert.Equal(ErrorReason.NonFiniteLoss, end.Error!.Reason);
        Assert.Equal(before.Digest, mini.Engine.Adapters.Get(MiniEngine.Model, "a").Digest);
        Assert.Equal(logits, await mini.Logits("a"));
    }

    [Fact]
    public async Task Inference_WhileAJobTrains_AnswersWithTheVersionBefore()
    {
        using var mini = await MiniEngine.StartAsync();
        await mini.Adapter("a");
        await mini.Head("a");
        await mini.Dataset("rows");
        var before = await mini.Logits("a");
        mini.Engine.Jobs.Create(Request("a", steps: 100_000));
        using var source = new CancellationTokenSource(MiniEngine.Patience);
        await foreach (var item in mini.Engine.Jobs.WatchAsync(MiniEngine.Model, "job", 0, source.Token))
        {
            if (item is not JobStep { Step: >= 2 }) continue;
            for (var i = 0; i < 20; i++) Assert.Equal(before, await mini.Logits("a"));
            break;
        }
        Assert.Equal("job", mini.Engine.Adapters.Get(MiniEngine.Model, "a").TrainingJob);
        mini.Engine.Jobs.Cancel(MiniEngine.Model, "job");
        await mini.End("job", TrainingJobState.Cancelled);
        Assert.NotEqual(before, await mini.Logits("a"));
    }

    [Fact]
    public async Task Create_WithDropout_TrainsWithItAndTellsIt()
    {
        using var mini = await MiniEngine.StartAsync();
        await mini.Dataset("rows");
        var digests = new List<string>();
        foreach (var (name, dropout) in new[] { ("unset", (double?)null), ("none", 0), ("none-again", 0), ("config", 0.1) })
        {
            // Of one name, which first values follow.
            await mini.Adapter("a");
            await mini.Head("a");
            var request = Request("a", name);
            mini.Engine.Jobs.Create(request with { Settings = request.Settings with { Dropout = dropout } });
            Assert.Equal(dropout, (await mini.End(name, TrainingJobState.Succeeded)).Request.Settings.Dropout);
            digests.Add(Convert.ToHexString(await mini.Logits("a")));
            await mini.Engine.Adapters.DeleteAsync(MiniEngine.Model, "a").WaitAsync(MiniEngine.Patience);
            await mini.Engine.Heads.DeleteAsync(MiniEngine.Model, "a").WaitAsync(MiniEngine.Patience);
        }
        Assert.Equal(digests[1], digests[2]);
        Assert.NotEqual(digests[0], digests[1]);
        // What its config.json says.
        Assert.Equal(digests[0], digests[3]);
    }

    [Fact]
    public async Task Create_Impossible_IsRefusedAtOnce()
    {
        using var mini = await MiniEngine.StartAsync();
        await mini.Adapter("a");
        await mini.Head("a");
        await mini.Dataset("rows");
        ErrorReason Reason(TrainingJobRequest request) => Assert.Throws<BridgeException>(() => mini.Engine.Jobs.Create(request)).Reason;
        Assert.Equal(ErrorReason.AdapterNotFound, Reason(Request("gone")));
        Assert.Equal(ErrorReason.HeadNotFound, Reason(Request("a") with { Heads = [], Head = "gone" }));
        Assert.Equal(ErrorReason.DatasetNotFound, Reason(Request("a") with { Dataset = "gone" }));
        Assert.Equal(ErrorReason.ArgumentInvalid, Reason(Request("a") with { MaxLength = 513 }));
        Assert.Equal(ErrorReason.ArgumentInvalid, Reason(Request("a") with { Settings = new TrainingSettings { LearningRate = -1 } }));
        foreach (var dropout in new[] { -0.1, 1, double.NaN })
            Assert.Equal(["dropout"], Assert.Throws<BridgeException>(() => mini.Engine.Jobs.Create(Request("a") with { Settings = new TrainingSettings { Dropout = dropout } })).Violations.Select(v => v.Field));
        Assert.Equal(ErrorReason.ArgumentInvalid, Reason(Request("a") with { Adapters = [], Heads = [] }));
        Assert.Empty(mini.Engine.Jobs.List(null));
        Assert.Null(mini.Engine.Adapters.Get(MiniEngine.Model, "a").TrainingJob);
    }

    // One check wherever a length is given.
    [Fact]
    public async Task MaxLength_OutsideTheModels_IsRefusedEverywhere()
    {
        using var mini = await MiniEngine.StartAsync();
        await mini.Adapter("a");
        await mini.Head("a");
        await mini.Dataset("rows");
        var session = new TrainingSessionRequest { Model = MiniEngine.Model, Adapters = ["a"], Heads = ["a"] };
        await using var open = await mini.Engine.Sessions.OpenAsync(session).WaitAsync(MiniEngine.Patience);
        foreach (var length in new[] { -1, 2, 513 })
        {
            var texts = new TextRows(["a film"], [], length);
            Func<Task>[] calls =
            [
                () => mini.Engine.Inference.ForwardAsync(new ForwardRequest { Model = MiniEngine.Model, UseBase = true, Texts = texts }),
                () => mini.Engine.Evaluation.EvaluateAsync(new EvaluateRequest { Model = MiniEngine.Model, Setup = "a", Dataset = "rows", MaxLength = length }),
                () => open.EvaluateAsync(new SessionBatch { Texts = texts }),
                () => mini.Engine.Sessions.OpenAsync(session with { MaxLength = length }),
                () => Task.FromResult(mini.Engine.Jobs.Create(Request("a") with { MaxLength = length })),
            ];
            foreach (var call in calls) Assert.Equal($"max_length {length} is outside [3, 512]", (await MiniEngine.Refused(call, ErrorReason.ArgumentInvalid)).Message);
        }
    }
}
