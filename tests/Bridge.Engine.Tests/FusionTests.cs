using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using Xunit;

namespace Bridge.Engine.Tests;

/// <summary>Fusions of a model: made, trained as a job, saved, loaded, removed; adapters and base stay as they are.</summary>
public sealed class FusionTests : IAsyncLifetime
{
    private MiniEngine _mini = null!;

    private BridgeEngine Engine => _mini.Engine;

    public async ValueTask InitializeAsync()
    {
        _mini = await MiniEngine.StartAsync();
        await _mini.Adapter("a", "seq_bn");
        await _mini.Adapter("b", "seq_bn", seed: 2);
        await _mini.Head("b");
    }

    public ValueTask DisposeAsync()
    {
        _mini.Dispose();
        return default;
    }

    [Fact]
    public async Task Create_OfAdapters_IsListedAndActsInAFuse()
    {
        var fusion = await Create(null, "a", "b");
        Assert.Equal(("a,b", "a, b"), (fusion.Name, string.Join(", ", fusion.Adapters)));
        Assert.Equal([fusion.Name], Engine.Fusions.List(MiniEngine.Model).Select(f => f.Name));
        Assert.Equal(6 * 3 * 384 * 384 + 6 * 2 * 384, fusion.ParameterCount);
        var states = await States(Composition.Parse("Fuse(a, b)"));
        Assert.NotEqual(states, await States("a"));
        await Engine.Fusions.DeleteAsync(MiniEngine.Model, "a,b");
        await MiniEngine.Refused(() => States(Composition.Parse("Fuse(a, b)")), ErrorReason.FusionNotFound);
    }

    [Fact]
    public async Task Create_WithWhatIsWrong_IsRefused()
    {
        await Create("f", "a", "b");
        await MiniEngine.Refused(() => Create("f", "a"), ErrorReason.FusionNameTaken);
        await MiniEngine.Refused(() => Create(null, "a", "z"), ErrorReason.AdapterNotFound);
        await MiniEngine.Refused(() => Create("no/name", "a"), ErrorReason.ArgumentInvalid);
        await _mini.Adapter("p", "prefix_tuning");
        Assert.Contains("\"p,p\"", (await MiniEngine.Refused(() => Create(null, "p", "p"), ErrorReason.SlotNotSupported)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_AFusion_ChangesItAlone()
    {
        var fusion = await Create("f", "a", "b");
        await Create("other", "a", "b");
        await _mini.Dataset("d");
        var before = (Digests(), await States("a"), await Base());
        var job = Engine.Jobs.Create(new TrainingJobRequest { Model = MiniEngine.Model, Fusions = ["f"], Heads = ["b"], Dataset = "d", Settings = new TrainingSettings { MaxSteps = 4, LearningRate = 1e-3 } });
        Assert.Equal(Composition.Parse("Fuse(a, b, name='f')"), job.Request.Setup);
        await MiniEngine.Refused(() => Engine.Fusions.DeleteAsync(MiniEngine.Model, "f"), ErrorReason.ModelBusy);
        await _mini.End(job.Id, TrainingJobState.Succeeded);
        Assert.NotEqual(fusion.Digest, Engine.Fusions.Get(MiniEngine.Model, "f").Digest);
        Assert.Equal(before, (Digests(), await States("a"), await Base()));
    }

    [Fact]
    public async Task Train_AFusionThatTakesNoPart_IsRefused()
    {
        await Create("f", "a", "b");
        await _mini.Dataset("d");
        var request = new TrainingJobRequest { Model = MiniEngine.Model, Fusions = ["f"], Heads = ["b"], Setup = "a", Dataset = "d" };
        await MiniEngine.Refused(() => Task.Run(() => Engine.Jobs.Create(request)), ErrorReason.ArgumentInvalid);
    }

    [Fact]
    public async Task SaveThenLoad_UnderAnotherName_IsTheSame()
    {
        await Create("f", "a", "b");
        var folder = Directory.CreateTempSubdirectory().FullName;
        await Engine.Fusions.SaveAsync(MiniEngine.Model, "f", folder);
        await Engine.Fusions.LoadAsync(MiniEngine.Model, folder, "g");
        Assert.Equal(await States(Composition.Parse("Fuse(a, b, name='f')")), await States(Composition.Parse("Fuse(a, b, name='g')")));
        Directory.Delete(folder, recursive: true);
    }

    private Task<FusionInfo> Create(string? name, params string[] adapters) =>
        Engine.Fusions.CreateAsync(new FusionCreateRequest { Model = MiniEngine.Model, Name = name, Adapters = adapters, Seed = 7 }).WaitAsync(MiniEngine.Patience);

    private string Digests() => string.Join(' ', [.. Engine.Adapters.List(MiniEngine.Model).Select(a => a.Digest), Engine.Fusions.List(MiniEngine.Model).FirstOrDefault(f => f.Name == "other")?.Digest ?? ""]);

    private async Task<string> States(Composition? setup)
    {
        var request = new ForwardRequest { Model = MiniEngine.Model, Texts = new TextRows(["a lovely film"], []), Setup = setup, UseBase = setup is null, WithoutHead = true };
        return Convert.ToHexString((await Engine.Inference.ForwardAsync(request).WaitAsync(MiniEngine.Patience)).Outputs["last_hidden_state"].Data.ToArray());
    }

    private Task<string> Base() => States(null);
}
