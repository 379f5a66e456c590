using System.Runtime.InteropServices;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using Xunit;

namespace Bridge.Engine.Tests;

/// <summary>Fusions of adapters that change projections and hidden states, which the reference library does not have: trained as jobs, saved and loaded, alone and in setups.</summary>
public sealed class FusedMethodsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fused-").FullName;
    private MiniEngine _mini = null!;

    private BridgeEngine Engine => _mini.Engine;

    public async ValueTask InitializeAsync()
    {
        _mini = await MiniEngine.StartAsync();
        await _mini.Head("h");
        await _mini.Dataset("d");
    }

    public ValueTask DisposeAsync()
    {
        _mini.Dispose();
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    [Fact]
    public async Task Create_OfLora_CountsTheMatricesOfItsSlots()
    {
        await Make("lora[r=4]", "lora[r=4,attn_matrices=['k']]", "seq_bn");
        // Query, key and value in six layers, and where a branch joins; all 384 wide.
        Assert.Equal((6 * 4 * (3 * 384 * 384 + 2 * 384), 3), (Engine.Fusions.Get(MiniEngine.Model, "f").ParameterCount, Engine.Fusions.Get(MiniEngine.Model, "f").Adapters.Count));
    }

    // The fusion alone learns: what its adapters do, each by itself, stays as it was, to the bit.
    [Theory]
    [InlineData("lora[r=4,init_weights='bert']", "lora[r=8,init_weights='bert']")]
    [InlineData("dora[r=4,init_weights='bert']", "ia3[init_weights='bert',intermediate_lora=False]")]
    [InlineData("loreft[r=4]", "lora[r=4,init_weights='bert']|seq_bn[reduction_factor=32]")]
    public async Task Train_TheFusionAlone_LearnsAndLeavesItsAdapters(string one, string other)
    {
        var setup = await Make(one, other);
        var before = (await Answers("a0"), await Answers("a1"), await Answers(null), Engine.Adapters.List(MiniEngine.Model).Select(a => a.Digest).ToList());
        var fusion = Engine.Fusions.Get(MiniEngine.Model, "f");
        var losses = await Train(["f"], [], 12);
        Assert.True(losses[^1] < losses[0] * 0.8, $"the loss went from {losses[0]} to {losses[^1]}");
        var trained = Engine.Fusions.Get(MiniEngine.Model, "f");
        Assert.NotEqual(fusion.Digest, trained.Digest);
        Assert.Equal(before.Item4, Engine.Adapters.List(MiniEngine.Model).Select(a => a.Digest));
        Assert.Equal((before.Item1, before.Item2, before.Item3), (await Answers("a0"), await Answers("a1"), await Answers(null)));

        var fused = await Answers(setup);
        await Engine.Fusions.SaveAsync(MiniEngine.Model, "f", Path.Combine(_folder, "fusion"));
        await Engine.Fusions.LoadAsync(MiniEngine.Model, Path.Combine(_folder, "fusion"), "g");
        Assert.Equal(fused, await Answers(Composition.Parse("Fuse(a0, a1, name='g')")));
        await Engine.Fusions.DeleteAsync(MiniEngine.Model, "f");
        var loaded = await Engine.Fusions.LoadAsync(MiniEngine.Model, Path.Combine(_folder, "fusion"));
        Assert.Equal(("f", trained.Digest), (loaded.Name, loaded.Digest));
    }

    [Fact]
    public async Task Train_AdaptersAndFusion_ChangesBothAndSavesThemAsASetup()
    {
        await Make("lora[r=4,init_weights='bert']", "lora[r=4]", "lora[r=4,init_weights='bert']");
        var setup = Composition.Parse("Stack(a2, Fuse(a0, a1, a2, name='f'))");
        var before = Engine.Adapters.List(MiniEngine.Model).ToDictionary(a => a.Name, a => a.Digest);
        await Train(["f"], ["a0", "a1"], 6, setup);
        Assert.Equal(["a0", "a1"], Engine.Adapters.List(MiniEngine.Model).Where(a => a.Digest != before[a.Name]).Select(a => a.Name));
        var saved = await Engine.Setups.SaveAsync(new SetupSaveRequest { Model = MiniEngine.Model, Setup = setup, Heads = ["h"], Folder = Path.Combine(_folder, "setup") });
        Assert.True(saved.IsWhole);
        using var fresh = await MiniEngine.StartAsync();
        var loaded = await fresh.Engine.Setups.LoadAsync(new SetupLoadRequest { Model = MiniEngine.Model, Folder = Path.Combine(_folder, "setup") });
        Assert.Equal(setup, loaded.Setup);
        Assert.Equal(await Answers(setup), await Answers(loaded.Setup, fresh.Engine));
        // A fusion without one of its tensors is no fusion.
        var file = Path.Combine(_folder, "setup", "f", "model_adapter_fusion.safetensors");
        File.Delete(file);
        await MiniEngine.Refused(() => fresh.Engine.Setups.LoadAsync(new SetupLoadRequest { Model = MiniEngine.Model, Folder = Path.Combine(_folder, "setup"), Replace = true }), ErrorReason.FileNotFound);
    }

    // Calls with different fusions, adapters and the base, side by side, are what each is alone.
    [Fact]
    public async Task Forward_OfManyAtOnce_KeepsEachApart()
    {
        var setup = await Make("lora[r=4,init_weights='bert']", "loreft[r=4]");
        Composition?[] setups = [setup, "a0", null, Composition.Parse("Stack(a0, Fuse(a0, a1, name='f'))"), "a1"];
        var alone = new List<string>();
        foreach (var one in setups) alone.Add(await Answers(one));
        Assert.Equal(setups.Length, alone.Distinct().Count());
        var all = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Answers(setups[i % setups.Length])));
        for (var i = 0; i < all.Length; i++) Assert.Equal(alone[i % setups.Length], all[i]);
    }

    // The reference library fuses where branches join only: its files hold no weights for hidden states, and training makes none up.
    [Fact]
    public async Task Session_OverAFusionWithoutWeightsForHiddenStates_PublishesItWithoutThem()
    {
        await Make("loreft[r=4]|seq_bn", "loreft[r=4]|seq_bn");
        var folder = Path.Combine(_folder, "fusion");
        await Engine.Fusions.SaveAsync(MiniEngine.Model, "f", folder);
        await Engine.Fusions.DeleteAsync(MiniEngine.Model, "f");
        var path = Path.Combine(folder, "model_adapter_fusion.safetensors");
        using (var file = SafetensorsFile.Open(path))
            SafetensorsWriter.Write(path, file.Names.Where(n => n.Contains(".output.adapter_fusion_layer.", StringComparison.Ordinal)).Select(n => file.Find(n)!).ToList());
        var loaded = await Engine.Fusions.LoadAsync(MiniEngine.Model, folder);
        var request = new TrainingSessionRequest { Model = MiniEngine.Model, Fusions = ["f"], Heads = ["h"], Setup = Composition.Parse("Fuse(a0, a1, name='f')") };
        await using (var session = await Engine.Sessions.OpenAsync(request).WaitAsync(MiniEngine.Patience))
        {
            await session.StepAsync(new SessionBatch { Texts = new TextRows(["a lovely film", "dull"], []), LabelNames = ["good", "bad"] }).WaitAsync(MiniEngine.Patience);
            await session.FinishAsync().WaitAsync(MiniEngine.Patience);
        }
        var trained = Engine.Fusions.Get(MiniEngine.Model, "f");
        Assert.NotEqual(loaded.Digest, trained.Digest);
        Assert.Equal((6 * (3 * 384 * 384 + 2 * 384), loaded.ParameterCount), (loaded.ParameterCount, trained.ParameterCount));
    }

    private async Task<Composition> Make(params string[] configs)
    {
        string[] names = [.. configs.Select((_, i) => $"a{i}")];
        for (var i = 0; i < configs.Length; i++) await _mini.Adapter(names[i], configs[i], (ulong)i);
        await Engine.Fusions.CreateAsync(new FusionCreateRequest { Model = MiniEngine.Model, Name = "f", Adapters = names, Seed = 7 }).WaitAsync(MiniEngine.Patience);
        return Composition.Parse($"Fuse({string.Join(", ", names)}, name='f')");
    }

    private async Task<List<double>> Train(string[] fusions, string[] adapters, int steps, Composition? setup = null)
    {
        var job = Engine.Jobs.Create(new TrainingJobRequest
        {
            Model = MiniEngine.Model, Fusions = fusions, Adapters = adapters, Heads = ["h"], Setup = setup, Dataset = "d",
            Settings = new TrainingSettings { MaxSteps = steps, BatchSize = 8, LearningRate = 2e-3 },
        });
        await _mini.End(job.Id, TrainingJobState.Succeeded);
        return [.. (await _mini.Watch(job.Id)).OfType<JobStep>().Select(e => e.Loss)];
    }

    private async Task<string> Answers(Composition? setup, BridgeEngine? engine = null)
    {
        var request = new ForwardRequest { Model = MiniEngine.Model, Texts = new TextRows(["a lovely film", "dull"], []), Setup = setup, UseBase = setup is null, WithoutHead = true };
        var data = (await (engine ?? Engine).Inference.ForwardAsync(request).WaitAsync(MiniEngine.Patience)).Outputs["last_hidden_state"].Data;
        Assert.True(MemoryMarshal.Cast<byte, float>(data.Span).ToArray().All(float.IsFinite));
        return Convert.ToHexString(data.Span);
    }
}
