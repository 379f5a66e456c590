using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using Xunit;

namespace Bridge.Engine.Tests;

/// <summary>Adapters that share tensors: what one learns, all have; saved and unshared they have copies.</summary>
public sealed class SharingTests : IAsyncLifetime
{
    private const string Config = "mtl_lora[r=2,n_up_projection=2,init_weights='bert']";
    private MiniEngine _mini = null!;

    private BridgeEngine Engine => _mini.Engine;

    public async ValueTask InitializeAsync()
    {
        _mini = await MiniEngine.StartAsync();
        foreach (var (name, seed) in new[] { ("a", 1UL), ("b", 2UL), ("c", 3UL) }) await _mini.Adapter(name, Config, seed);
        await _mini.Head("a");
        await _mini.Dataset("d");
    }

    public ValueTask DisposeAsync()
    {
        _mini.Dispose();
        return default;
    }

    [Fact]
    public async Task Share_TrainOne_ChangesWhatAllShare()
    {
        var (b, c) = (await States("b"), await States("c"));
        var group = await Engine.Sharing.ShareAsync(MiniEngine.Model, ["a", "b"]);
        Assert.Equal(("a,b", "a, b"), (group.Name, string.Join(", ", group.Adapters)));
        Assert.Equal("a,b", Engine.Adapters.Get(MiniEngine.Model, "b").Group);
        Assert.NotEqual(b, await States("b"));
        var before = (Digest("a"), Digest("b"), Digest("c"), States: await States("b"));
        var job = Engine.Jobs.Create(new TrainingJobRequest { Model = MiniEngine.Model, Adapters = ["a"], Heads = ["a"], Dataset = "d", Settings = new TrainingSettings { MaxSteps = 2, LearningRate = 1e-2 } });
        await _mini.End(job.Id, TrainingJobState.Succeeded);
        Assert.NotEqual(before.Item1, Digest("a"));
        Assert.NotEqual(before.Item2, Digest("b"));
        Assert.NotEqual(before.States, await States("b"));
        Assert.Equal((before.Item3, c), (Digest("c"), await States("c")));
        Assert.Equal("a,b", Engine.Adapters.Get(MiniEngine.Model, "a").Group);
        var trained = await States("b");
        await Engine.Sharing.UnshareAsync(MiniEngine.Model, "a,b");
        Assert.Equal(trained, await States("b"));
        Assert.Empty(Engine.Sharing.List(MiniEngine.Model));
        await Train(["a"]);
        Assert.Equal(trained, await States("b"));
    }

    [Fact]
    public async Task Train_BothOfAGroup_KeepsTheGroup()
    {
        await Engine.Sharing.ShareAsync(MiniEngine.Model, ["a", "b"], "g", "b");
        await Train(["a", "b"]);
        Assert.Equal(["g"], Engine.Sharing.List(MiniEngine.Model).Select(g => g.Name));
        var folder = Directory.CreateTempSubdirectory().FullName;
        await Engine.Adapters.SaveAsync(MiniEngine.Model, "b", folder);
        var loaded = await Engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = MiniEngine.Model, Folder = folder, Name = "again" });
        Assert.Null(loaded.Adapter.Group);
        Assert.Equal(await States("b"), await States("again"));
        await Engine.Adapters.DeleteAsync(MiniEngine.Model, "a");
        Assert.Equal(await States("again"), await States("b"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Share_WithWhatIsWrong_IsRefused()
    {
        await MiniEngine.Refused(() => Engine.Sharing.ShareAsync(MiniEngine.Model, ["a", "z"]), ErrorReason.AdapterNotFound);
        await MiniEngine.Refused(() => Engine.Sharing.ShareAsync(MiniEngine.Model, ["a"]), ErrorReason.ArgumentInvalid);
        await _mini.Adapter("l");
        await MiniEngine.Refused(() => Engine.Sharing.ShareAsync(MiniEngine.Model, ["a", "l"]), ErrorReason.SlotNotSupported);
        await MiniEngine.Refused(() => Engine.Sharing.UnshareAsync(MiniEngine.Model, "nobody"), ErrorReason.ArgumentInvalid);
    }

    private async Task Train(string[] adapters)
    {
        var job = Engine.Jobs.Create(new TrainingJobRequest
        {
            Model = MiniEngine.Model, Adapters = adapters, Heads = ["a"], Dataset = "d", Setup = adapters.Length == 1 ? adapters[0] : Composition.Parse("Stack(a, b)"), Settings = new TrainingSettings { MaxSteps = 2, LearningRate = 1e-2 },
        });
        await _mini.End(job.Id, TrainingJobState.Succeeded);
    }

    private string Digest(string adapter) => Engine.Adapters.Get(MiniEngine.Model, adapter).Digest;

    private async Task<string> States(string adapter)
    {
        var request = new ForwardRequest { Model = MiniEngine.Model, Texts = new TextRows(["a lovely film"], []), Setup = adapter, WithoutHead = true };
        return Convert.ToHexString((await Engine.Inference.ForwardAsync(request).WaitAsync(MiniEngine.Patience)).Outputs["last_hidden_state"].Data.ToArray());
    }
}
