using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Jobs.Records;
using Bridge.Engine.Jobs.Running;
using Bridge.Engine.Tests.Support;
using Bridge.Training.Events;
using Xunit;

namespace Bridge.Engine.Tests;

public sealed class JobRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-state-").FullName;
    private readonly List<(string What, Exception Error)> _told = [];

    private static TrainingJobRequest Request(string id, string adapter = "a", double rate = 1e-3, long steps = 4) => new()
    {
        Model = MiniEngine.Model,
        Id = id,
        Adapters = [adapter],
        Heads = [adapter],
        Setup = new Stack(ValueList.From<Composition>([new Leaf(adapter)])),
        Dataset = "rows",
        EvaluationDataset = "rows",
        Settings = new TrainingSettings { MaxSteps = steps, BatchSize = 8, LearningRate = rate, ClipNorm = 0, Seed = ulong.MaxValue, Metrics = ["accuracy"] },
    };

    private EngineOptions Options => new() { IntraOpThreads = 1, StateFolder = _folder, Unexpected = Tell };

    private void Tell(string what, Exception error)
    {
        lock (_told) _told.Add((what, error));
    }

    private JobRecords Records() => new(_folder, Tell);

    private string FileOf(string job) => Path.Combine(_folder, "jobs", $"{MiniEngine.Model}.{job}.jsonl");

    // Everything that is told of a job, as text.
    private static string Told(TrainingJobInfo job) => string.Join(" | ",
        job.Id, job.State, job.CreateTime.UtcTicks, job.StartTime?.UtcTicks, job.EndTime?.UtcTicks, job.UpdateTime.UtcTicks, job.LastSequence, job.Etag, job.LastStep, Told(job.Error), Told(job.Result), Told(job.Request));

    private static string Told(BridgeException? error) => error is null ? "" : $"{error.Code} {error.Reason} {error.Message} {string.Join(",", error.Metadata)} {string.Join(",", error.Violations)}";

    private static string Told(TrainingJobResult? r) => r is null ? "" : $"{r with { Metrics = Empty, BestMetrics = Empty }} {string.Join(",", r.Metrics)} {string.Join(",", r.BestMetrics)}";

    private static string Told(TrainingJobRequest r) =>
        $"{r with { Adapters = [], Heads = [], Fusions = [], Setup = null, Settings = r.Settings with { Metrics = [] } }} {r.Setup} {string.Join(",", r.Adapters)} {string.Join(",", r.Heads)} {string.Join(",", r.Settings.Metrics)}";

    private static string Told(JobEvent item) => item switch
    {
        JobStateChanged e => $"{e.Sequence} {e.Time.UtcTicks} {e.State} {Told(e.Error)} {Told(e.Result)}",
        JobEvaluation e => $"{e.Sequence} {e.Time.UtcTicks} {e.Step} {e.Epoch} {e.Best} {string.Join(",", e.Metrics)}",
        _ => item.ToString(),
    };

    private static Dictionary<string, double> Empty { get; } = [];

    private static async Task<List<string>> Watch(BridgeEngine engine, string job, long after = 0)
    {
        using var source = new CancellationTokenSource(MiniEngine.Patience);
        var events = new List<string>();
        await foreach (var item in engine.Jobs.WatchAsync(MiniEngine.Model, job, after, source.Token)) events.Add(Told(item));
        return events;
    }

    [Fact]
    public async Task Restart_AfterJobsEnded_TellsThemAsBefore()
    {
        string[] ids = ["done", "diverged", "cancelled", "dropped"];
        var (before, events) = (new List<string>(), new List<List<string>>());
        using (var mini = await MiniEngine.StartAsync(Options))
        {
            await mini.Adapter("a");
            await mini.Head("a");
            await mini.Dataset("rows");
            mini.Engine.Jobs.Create(Request("done"));
            await mini.End("done", TrainingJobState.Succeeded);
            mini.Engine.Jobs.Create(Request("diverged", rate: 1e30, steps: 200));
            await mini.End("diverged", TrainingJobState.Failed);
            mini.Engine.Jobs.Create(Request("cancelled", steps: 100_000));
            mini.Engine.Jobs.Create(Request("dropped") with { Queue = true });
            mini.Engine.Jobs.Cancel(MiniEngine.Model, "dropped");
            mini.Engine.Jobs.Cancel(MiniEngine.Model, "cancelled");
            await mini.End("cancelled", TrainingJobState.Cancelled);
            Assert.Throws<BridgeException>(() => mini.Engine.Jobs.Create(Request("refused") with { Dataset = "gone" }));
            Assert.False(File.Exists(FileOf("refused")));
            before.AddRange(mini.Engine.Jobs.List(null).Select(Told));
            foreach (var id in ids) events.Add(await Watch(mini.Engine, id));
        }
        using (var engine = new BridgeEngine(Options))
        {
            Assert.Equal(before, engine.Jobs.List(MiniEngine.Model).Select(Told));
            for (var i = 0; i < ids.Length; i++) Assert.Equal(events[i], await Watch(engine, ids[i]));
            Assert.Equal(events[0].Skip(3), await Watch(engine, "done", after: 3));
            Assert.Equal(ErrorReason.JobNotRunning, Assert.Throws<BridgeException>(() => engine.Jobs.Cancel(MiniEngine.Model, "done")).Reason);
            Assert.Equal(TrainingJobState.Cancelled, engine.Jobs.Cancel(MiniEngine.Model, "cancelled").State);
            engine.Jobs.CancelAll();
            engine.Jobs.Delete(MiniEngine.Model, "done");
        }
        using (var engine = new BridgeEngine(Options))
        {
            Assert.Equal(["diverged", "cancelled", "dropped"], engine.Jobs.List(null).Select(j => j.Id));
            // One engine at a time.
            var error = Assert.Throws<BridgeException>(() => new BridgeEngine(Options));
            Assert.Equal((ErrorCode.FailedPrecondition, _folder), (error.Code, error.Metadata["state_folder"]));
        }
        Assert.Empty(_told);
    }

    [Fact]
    public void Restart_AfterAKill_FailsWhatRanAndSaysWhereToGoOn()
    {
        var checkpoints = Directory.CreateDirectory(Path.Combine(_folder, "checkpoints")).FullName;
        using (var records = Records())
        {
            // Never ended: the process is killed before.
            var running = new TrainingJob("running", Request("running") with { CheckpointFolder = checkpoints }, TimeProvider.System, records);
            running.Log.Append(new StateChangedEvent(TrainingState.Running));
            for (var i = 1; i < 8; i++) running.Log.Append(new StepEvent(i, 12, i / 4.0, double.NaN, 1e-3, 1, 5));
            Directory.CreateDirectory(Path.Combine(checkpoints, "checkpoint-3"));
            Directory.CreateDirectory(Path.Combine(checkpoints, "checkpoint-6"));
            _ = new TrainingJob("waiting", Request("waiting"), TimeProvider.System, records);
        }
        for (var i = 0; i < 2; i++)
        {
            using var engine = new BridgeEngine(Options);
            var running = engine.Jobs.Get(MiniEngine.Model, "running");
            Assert.Equal((TrainingJobState.Failed, ErrorCode.Aborted, ErrorReason.JobInterrupted), (running.State, running.Error!.Code, running.Error.Reason));
            Assert.Equal(("7", "6", Path.Combine(checkpoints, "checkpoint-6"), checkpoints), (running.Error.Metadata["step"], running.Error.Metadata["checkpoint_step"], running.Error.Metadata["checkpoint"], running.Error.Metadata["checkpoint_folder"]));
            Assert.Equal((7, double.NaN, 10), (running.LastStep!.Step, running.LastStep.Loss, running.LastSequence));
            Assert.NotNull(running.StartTime);
            Assert.NotNull(running.EndTime);
            var waiting = engine.Jobs.Get(MiniEngine.Model, "waiting");
            Assert.Equal((TrainingJobState.Failed, ErrorReason.JobInterrupted, false), (waiting.State, waiting.Error!.Reason, waiting.Error.Metadata.ContainsKey("checkpoint")));
            Assert.Equal("QUEUED", waiting.Error.Metadata["state"]);
        }
        Assert.Empty(_told);
    }

    [Fact]
    public void Record_OfManyEvents_KeepsTheLastAndTheRules()
    {
        const int Steps = 30_000;
        using (var records = Records())
        {
            using var job = new TrainingJob("long", Request("long"), TimeProvider.System, records);
            job.Log.Append(new StateChangedEvent(TrainingState.Running));
            for (var i = 1; i <= Steps; i++) job.Log.Append(new StepEvent(i, Steps, i, 0.5, 1e-3, 1, 5));
        }
        Assert.InRange(File.ReadLines(FileOf("long")).Count(), EventLog.DefaultCapacity, 2 * EventLog.DefaultCapacity + 1);
        using var again = Records();
        var (header, events) = Assert.Single(again.Load());
        using var restored = new TrainingJob(header, events, TimeProvider.System, again);
        var info = restored.Info;
        Assert.Equal((TrainingJobState.Failed, Steps, Steps + 3), (info.State, info.LastStep!.Step, info.LastSequence));
        Assert.NotNull(info.StartTime); // its event is long gone
        Assert.Equal(EventLog.DefaultCapacity, restored.Log.Snapshot().Count);
        var error = Assert.Throws<BridgeException>(() => restored.Log.Read(1));
        Assert.Equal((ErrorReason.EventsTrimmed, $"{Steps + 3 - EventLog.DefaultCapacity + 1}"), (error.Reason, error.Metadata["oldest_sequence"]));
        using var reader = restored.Log.Read(Steps);
        Assert.True(reader.TryRead(out var first));
        Assert.Equal(Steps + 1, first.Sequence);
        Assert.Equal(EventLog.DefaultCapacity + 1, File.ReadLines(FileOf("long")).Count());
    }

    [Fact]
    public void Load_DamagedFiles_AreToldAndSkipped()
    {
        using (var records = Records())
        {
            foreach (var id in new[] { "good", "torn" })
            {
                using var job = new TrainingJob(id, Request(id), TimeProvider.System, records);
                job.Log.Append(new StateChangedEvent(TrainingState.Running));
            }
        }
        var good = File.ReadAllText(FileOf("good"));
        File.WriteAllText(FileOf("torn"), File.ReadAllText(FileOf("torn")) + "{\"step\": {\"seq"); // a kill between two writes
        File.WriteAllText(FileOf("renamed"), good);
        File.WriteAllText(FileOf("empty"), "");
        File.WriteAllText(FileOf("header-only"), good.Split('\n')[0] + "\n");
        File.WriteAllText(FileOf("text"), "not a record\n");
        File.WriteAllText(FileOf("null"), "null\nnull\n");
        File.WriteAllText(FileOf("binary"), "\0\u0001\u0002\n\n");
        File.WriteAllText(FileOf("newer"), good.Replace("\"format\":1", "\"format\":99", StringComparison.Ordinal));
        File.WriteAllText(FileOf("setup"), good.Replace("Stack", "Stick", StringComparison.Ordinal));
        File.WriteAllText(FileOf("gap"), good.Replace("\"good\"", "\"gap\"", StringComparison.Ordinal).Replace("\"sequence\":2", "\"sequence\":5", StringComparison.Ordinal));
        Directory.CreateDirectory(FileOf("folder"));
        using var engine = new BridgeEngine(Options);
        Assert.Equal(["good", "torn"], engine.Jobs.List(null).Select(j => j.Id).Order());
        Assert.Equal(["binary", "empty", "gap", "header-only", "newer", "null", "renamed", "setup", "text"],
            _told.Select(t => t.What.Split('"')[1].Split('.')[^2]).Order(StringComparer.Ordinal));
        Assert.All(_told, t => Assert.IsType<BridgeException>(t.Error));
        Assert.Equal(2, engine.Jobs.Get(MiniEngine.Model, "torn").LastSequence - 1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
