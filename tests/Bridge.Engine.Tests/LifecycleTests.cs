using System.Collections.Concurrent;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using TestKit;
using Xunit;

namespace Bridge.Engine.Tests;

public sealed class LifecycleTests
{
    private static readonly string Bert = RepositoryRoot.Combine("tests", "Goldens", "Data", "models", "bert");

    private static async Task<BridgeEngine> Start()
    {
        var engine = new BridgeEngine(new EngineOptions { IntraOpThreads = 1, InferenceThreads = 3 });
        await engine.Models.LoadAsync(new ModelLoadRequest { Path = Bert, Id = "m" }).WaitAsync(MiniEngine.Patience);
        return engine;
    }

    private static ForwardRequest Forward(string? setup) => new()
    {
        Model = "m",
        Inputs = new Dictionary<string, TensorValue> { ["input_ids"] = new(DataType.Int32, new Shape(1, 3), new byte[] { 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0 }) },
        Setup = setup is null ? null : Configuration.Composition.Parse(setup),
        UseBase = setup is null,
    };

    private static Task<AdapterInfo> Create(BridgeEngine engine, string name, ulong seed) => engine.Adapters
        .CreateAsync(new AdapterCreateRequest { Model = "m", Name = name, Config = Configuration.AdapterConfig.Parse("lora[init_weights='bert']"), Seed = seed }).WaitAsync(MiniEngine.Patience);

    [Fact]
    public async Task Forward_NeitherSetupNorBase_IsRefused()
    {
        using var engine = await Start();
        await MiniEngine.Refused(() => engine.Inference.ForwardAsync(Forward(null) with { UseBase = false }), ErrorReason.ArgumentInvalid);
        await MiniEngine.Refused(() => engine.Inference.ForwardAsync(Forward("gone")), ErrorReason.AdapterNotFound);
        await MiniEngine.Refused(() => engine.Inference.ForwardAsync(Forward(null) with { Heads = ["gone"] }), ErrorReason.HeadNotFound);
        await MiniEngine.Refused(() => engine.Inference.ForwardAsync(Forward(null) with { Outputs = ["gone"] }), ErrorReason.ArgumentInvalid);
    }

    [Fact]
    public async Task Forward_SetupThatCannotBeComputed_SaysWhere()
    {
        using var engine = await Start();
        foreach (var name in new[] { "a", "b" }) await Create(engine, name, 1);
        await engine.Adapters.CreateAsync(new AdapterCreateRequest { Model = "m", Name = "p", Config = Configuration.AdapterConfig.Parse("prefix_tuning_flat[prefix_length=2]"), Seed = 1 });
        var fused = await MiniEngine.Refused(() => engine.Inference.ForwardAsync(Forward("Stack(a, Fuse(p, b))")), ErrorReason.SlotNotSupported);
        Assert.Equal(("Stack[1].Fuse", "p"), (fused.Metadata["node"], fused.Metadata["adapter"]));
        await MiniEngine.Refused(() => engine.Inference.ForwardAsync(Forward("Stack(a, Fuse(a, b))")), ErrorReason.FusionNotFound);
        await MiniEngine.Refused(() => engine.Inference.ForwardAsync(Forward("Split(a, b, splits=[1, 1])")), ErrorReason.CompositionInvalid);
        var tasks = Forward("MultiTask(a, b)");
        await MiniEngine.Refused(() => engine.Inference.ForwardAsync(tasks), ErrorReason.ArgumentInvalid);
        foreach (byte[] wrong in new byte[][] { [2, 0, 0, 0], [255, 255, 255, 255] })
        {
            var inputs = new Dictionary<string, TensorValue>(tasks.Inputs) { ["task_ids"] = new(DataType.Int32, new Shape(1), wrong) };
            var error = await MiniEngine.Refused(() => engine.Inference.ForwardAsync(tasks with { Inputs = inputs }), ErrorReason.ArgumentInvalid);
            Assert.Equal("[0, 1]", error.Metadata["allowed"]);
        }
    }

    [Fact]
    public async Task Forward_PartsOfWhichOnlySomeHaveAHead_AreRefused()
    {
        using var engine = await Start();
        foreach (var name in new[] { "a", "b" }) await Create(engine, name, 1);
        await engine.Heads.CreateAsync("m", "a", new HeadSpec()).WaitAsync(MiniEngine.Patience);
        var error = await MiniEngine.Refused(() => engine.Inference.ForwardAsync(Forward("Parallel(a, b)")), ErrorReason.HeadNotFound);
        Assert.Equal("b", error.Metadata["head"]);
        var states = await engine.Inference.ForwardAsync(Forward("Parallel(a, b)") with { WithoutHead = true }).WaitAsync(MiniEngine.Patience);
        Assert.Equal(["last_hidden_state", "pooler_output"], states.Outputs.Keys.Order());
    }

    [Fact]
    public async Task Adapters_ComeAndGoUnderTraffic_NeverAnswerForAnother()
    {
        using var engine = await Start();
        // What each seed answers, taken alone.
        var expected = new Dictionary<ulong, (string Digest, byte[] Data)>();
        for (var seed = 0UL; seed < 4; seed++)
        {
            var info = await Create(engine, "x", seed);
            var answer = await engine.Inference.ForwardAsync(Forward("x")).WaitAsync(MiniEngine.Patience);
            expected[seed] = (info.Digest, answer.Outputs["last_hidden_state"].Data.ToArray());
            await engine.Adapters.DeleteAsync("m", "x").WaitAsync(MiniEngine.Patience);
        }
        var byDigest = expected.Values.ToDictionary(e => e.Digest, e => e.Data);
        using var stop = new CancellationTokenSource();
        var answered = new ConcurrentBag<bool>();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    var answer = await engine.Inference.ForwardAsync(Forward("x"));
                    answered.Add(answer.Outputs["last_hidden_state"].Data.Span.SequenceEqual(byDigest[answer.Adapters.Single().Digest]));
                }
                catch (BridgeException error) when (error.Reason == ErrorReason.AdapterNotFound)
                {
                    await Task.Yield();
                }
            }
        })).ToArray();
        for (var i = 0; i < 60; i++)
        {
            await Create(engine, "x", (ulong)(i % 4));
            await Task.Delay(5);
            await engine.Adapters.DeleteAsync("m", "x").WaitAsync(MiniEngine.Patience);
        }
        await stop.CancelAsync();
        await Task.WhenAll(callers).WaitAsync(MiniEngine.Patience);
        Assert.NotEmpty(answered);
        Assert.DoesNotContain(false, answered);
    }

    [Fact]
    public async Task Adapters_CreatedUsedAndDeleted_LeaveNothing()
    {
        using var engine = await Start();
        async Task Cycle(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var info = await Create(engine, "x", (ulong)i);
                await engine.Inference.ForwardAsync(Forward("x")).WaitAsync(MiniEngine.Patience);
                Assert.Equal(info.ByteSize, await engine.Adapters.DeleteAsync("m", "x").WaitAsync(MiniEngine.Patience));
            }
        }
        await Cycle(3);
        var before = LeakCheck.Settled();
        await Cycle(50);
        Assert.Equal(before, LeakCheck.Settled());
    }

    [Fact]
    public async Task Models_LoadedTwiceUnloadedAndGone_SayWhat()
    {
        using var engine = await Start();
        Assert.Equal(ErrorReason.ModelNameTaken, Assert.Throws<BridgeException>(() => { _ = engine.Models.LoadAsync(new ModelLoadRequest { Path = Bert, Id = "m" }); }).Reason);
        await MiniEngine.Refused(() => engine.Models.LoadAsync(new ModelLoadRequest { Path = Path.Combine(Bert, "gone"), Id = "n" }), ErrorReason.FileNotFound);
        await MiniEngine.Refused(() => engine.Models.LoadAsync(new ModelLoadRequest { Path = Bert, Id = "n", Device = "cuda:7" }), ErrorReason.DeviceNotAvailable);
        // A name whose loading failed is free.
        await engine.Models.LoadAsync(new ModelLoadRequest { Path = Bert, Id = "n" }).WaitAsync(MiniEngine.Patience);
        Assert.Equal(["m", "n"], engine.Models.List().Select(m => m.Id));
        Assert.Equal(ErrorReason.EtagMismatch, Assert.Throws<BridgeException>(() => { _ = engine.Models.UnloadAsync("m", "old"); }).Reason);
        Assert.True(await engine.Models.UnloadAsync("m").WaitAsync(MiniEngine.Patience) > 0);
        Assert.Equal(ErrorReason.ModelNotFound, Assert.Throws<BridgeException>(() => { _ = engine.Inference.ForwardAsync(Forward(null)); }).Reason);
    }

    [Fact]
    public async Task Files_SavedExportedAndLoaded_KeepTheDigest()
    {
        using var engine = await Start();
        var info = await Create(engine, "x", 5);
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var files = await engine.Adapters.SaveAsync("m", "x", folder).WaitAsync(MiniEngine.Patience);
            Assert.Equal(["adapter.safetensors", "adapter_config.json"], files.Select(f => f.Name).Order(StringComparer.Ordinal));
            var loaded = await engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = "m", Folder = folder, Name = "y" }).WaitAsync(MiniEngine.Patience);
            Assert.Empty(loaded.Missing);
            var (x, y) = (await engine.Inference.ForwardAsync(Forward("x")), await engine.Inference.ForwardAsync(Forward("y")));
            Assert.Equal(x.Outputs["last_hidden_state"].Data.ToArray(), y.Outputs["last_hidden_state"].Data.ToArray());
            using var export = await engine.Adapters.ExportAsync("m", "x", etag: info.Etag).WaitAsync(MiniEngine.Patience);
            Assert.Equal(files.Select(f => Convert.ToHexString(f.Sha256.Span)), export.Files.Select(f => Convert.ToHexString(f.Sha256.Span)));
            await File.WriteAllBytesAsync(Path.Combine(folder, "adapter.safetensors"), [1, 2, 3]);
            await MiniEngine.Refused(() => engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = "m", Folder = folder, Name = "z" }), ErrorReason.CheckpointCorrupt);
            Assert.Equal(["x", "y"], engine.Adapters.List("m").Select(a => a.Name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Forward_RandomCancels_EndEveryCallAndLeakNothing()
    {
        using var engine = await Start();
        await Create(engine, "x", 1);
        var random = new Random(3);
        async Task Round(int count)
        {
            for (var batch = 0; batch < count / 50; batch++)
            {
                using var source = new CancellationTokenSource();
                var calls = Enumerable.Range(0, 50).Select(i => engine.Inference.ForwardAsync(Forward(i % 2 == 0 ? "x" : null), source.Token)).ToArray();
                await Task.Delay(random.Next(8));
                await source.CancelAsync();
                foreach (var call in calls)
                {
                    try
                    {
                        await call.WaitAsync(MiniEngine.Patience);
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }
            }
        }
        await Round(100);
        var before = LeakCheck.Settled();
        await Round(2_000);
        await engine.Inference.ForwardAsync(Forward("x")).WaitAsync(MiniEngine.Patience);
        Assert.Equal(before, LeakCheck.Settled());
    }

    [Fact]
    public async Task Forward_MoreThanTheQueueHolds_IsQueueFullAndServesOn()
    {
        using var engine = new BridgeEngine(new EngineOptions { IntraOpThreads = 1, InferenceThreads = 1, InferenceQueue = 4 });
        await engine.Models.LoadAsync(new ModelLoadRequest { Path = Bert, Id = "m" }).WaitAsync(MiniEngine.Patience);
        var (calls, full) = (new List<Task>(), 0);
        for (var i = 0; i < 200; i++)
        {
            try
            {
                calls.Add(engine.Inference.ForwardAsync(Forward(null)));
            }
            catch (BridgeException error) when (error.Reason == ErrorReason.QueueFull)
            {
                full++;
            }
        }
        Assert.InRange(full, 1, 199);
        await Task.WhenAll(calls).WaitAsync(MiniEngine.Patience);
        await engine.Inference.ForwardAsync(Forward(null)).WaitAsync(MiniEngine.Patience);
    }

    [Fact]
    public async Task Create_ThatActsNowhere_IsRefused()
    {
        using var engine = await Start();
        var config = Configuration.AdapterConfig.Parse("lora[selfattn_lora=False]");
        await MiniEngine.Refused(() => engine.Adapters.CreateAsync(new AdapterCreateRequest { Model = "m", Name = "x", Config = config }), ErrorReason.SlotNotSupported);
        Assert.Empty(engine.Adapters.List("m"));
    }
}
