using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using Xunit;

namespace Bridge.Engine.Tests;

/// <summary>Setups as one unit: saved, loaded, described, compared; what is missing is an error.</summary>
public sealed class SetupTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("setups-").FullName, "setup");
    private readonly WordTokenizer _words = new("lovely", "film");
    private readonly Composition _setup = Composition.Parse("Stack(c, Fuse(a, b, name='f'))");
    private MiniEngine _mini = null!;

    private BridgeEngine Engine => _mini.Engine;

    public async ValueTask InitializeAsync()
    {
        _mini = await MiniEngine.StartAsync();
        foreach (var (name, seed) in new[] { ("a", 1UL), ("b", 2UL), ("c", 3UL) }) await _mini.Adapter(name, "seq_bn", seed);
        await Engine.Fusions.CreateAsync(new FusionCreateRequest { Model = MiniEngine.Model, Name = "f", Adapters = ["a", "b"], Seed = 4 });
        await Engine.Embeddings.CreateAsync(new EmbeddingCreateRequest { Model = MiniEngine.Model, Name = "de", TokenizerFolder = _words.Folder, Reference = "default", Seed = 5 });
        await _mini.Head("sentiment");
    }

    public ValueTask DisposeAsync()
    {
        _mini.Dispose();
        _words.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
        return default;
    }

    [Fact]
    public async Task SaveThenLoad_IntoAFreshEngine_AnswersTheSameBits()
    {
        var saved = await Save();
        Assert.True(saved.IsWhole);
        Assert.Equal(["adapter a", "adapter b", "adapter c", "embedding de", "fusion f", "head sentiment"], saved.Parts.Select(p => $"{p.Kind.ToString().ToLowerInvariant()} {p.Name}").Order());
        var expected = await Logits(Engine, _setup, ["sentiment"], "de");
        using var fresh = await MiniEngine.StartAsync();
        var loaded = await fresh.Engine.Setups.LoadAsync(new SetupLoadRequest { Model = MiniEngine.Model, Folder = _folder });
        Assert.Equal((_setup, "de", "sentiment", 0), (loaded.Setup, loaded.Embedding, Assert.Single(loaded.HeadNames), loaded.Unused.Count));
        Assert.Equal(expected, await Logits(fresh.Engine, loaded.Setup, loaded.HeadNames, loaded.Embedding));
    }

    [Theory]
    [InlineData("a", "adapter \"a\"")]
    [InlineData("f", "fusion \"f\"")]
    [InlineData("sentiment", "head \"sentiment\"")]
    [InlineData("de", "token embeddings \"de\"")]
    public async Task Load_WithAMissingPart_NamesItAndChangesNothing(string part, string named)
    {
        await Save();
        Directory.Delete(Path.Combine(_folder, part), recursive: true);
        using var fresh = await MiniEngine.StartAsync();
        var error = await MiniEngine.Refused(() => fresh.Engine.Setups.LoadAsync(new SetupLoadRequest { Model = MiniEngine.Model, Folder = _folder }), ErrorReason.FileNotFound);
        Assert.Equal(named, error.Metadata["missing"]);
        Assert.Empty(fresh.Engine.Adapters.List(MiniEngine.Model));
        Assert.Empty(fresh.Engine.Heads.List(MiniEngine.Model));
        Assert.False((await fresh.Engine.Setups.DescribeAsync(_folder)).IsWhole);
    }

    [Fact]
    public async Task Load_WithTakenNames_IsRefusedOrReplaces()
    {
        await Save();
        var changed = Path.Combine(Path.GetDirectoryName(_folder)!, "other");
        await Engine.Adapters.DeleteAsync(MiniEngine.Model, "a");
        await MiniEngine.Refused(() => Save(changed), ErrorReason.AdapterNotFound);
        var before = (await _mini.Adapter("a", "seq_bn", 9)).Digest;
        var error = await MiniEngine.Refused(() => Engine.Setups.LoadAsync(new SetupLoadRequest { Model = MiniEngine.Model, Folder = _folder }), ErrorReason.AdapterNameTaken);
        Assert.Equal("\"c\", \"a\", \"b\"", error.Metadata["adapter"]);
        Assert.Equal(before, Engine.Adapters.Get(MiniEngine.Model, "a").Digest);
        await Save(changed);
        var difference = Assert.Single(await Engine.Setups.DiffAsync(_folder, changed));
        Assert.Equal("adapter a: tensors", difference.What);
        await Engine.Setups.LoadAsync(new SetupLoadRequest { Model = MiniEngine.Model, Folder = _folder, Replace = true });
        Assert.NotEqual(before, Engine.Adapters.Get(MiniEngine.Model, "a").Digest);
        await Save(changed);
        Assert.Empty(await Engine.Setups.DiffAsync(_folder, changed));
    }

    [Theory]
    [InlineData("fuse-named", "Fuse", 2, 1, 0)]
    [InlineData("head-other_name", "Stack", 1, 0, 1)]
    public async Task Load_WhatTheLibraryWrote_IsWhole(string name, string kind, int adapters, int fusions, int heads)
    {
        using var engine = new BridgeEngine(new EngineOptions { IntraOpThreads = 1 });
        await engine.Models.LoadAsync(new ModelLoadRequest { Path = Golden("models", "bert"), Id = "bert" });
        var folder = Golden("adapters", "bert", name, "setup");
        var loaded = await engine.Setups.LoadAsync(new SetupLoadRequest { Model = "bert", Folder = folder });
        Assert.Equal((kind, adapters, fusions, heads), (loaded.Setup!.Kind.ToString(), loaded.Adapters.Count, loaded.Fusions.Count, loaded.Heads.Count));
        var saved = Path.Combine(Path.GetDirectoryName(_folder)!, "again");
        await engine.Setups.SaveAsync(new SetupSaveRequest { Model = "bert", Setup = loaded.Setup, Heads = loaded.HeadNames, Folder = saved });
        Assert.DoesNotContain(await engine.Setups.DiffAsync(folder, saved), d => d.What.Contains(':', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Diff_OfOtherCompositionAndParts_NamesThem()
    {
        await Save();
        var changed = Path.Combine(Path.GetDirectoryName(_folder)!, "other");
        await Engine.Setups.SaveAsync(new SetupSaveRequest { Model = MiniEngine.Model, Setup = "a", Heads = ["sentiment"], Folder = changed });
        var found = await Engine.Setups.DiffAsync(_folder, changed);
        Assert.Equal(["setup", "embedding", "adapter b", "adapter c", "fusion f", "token embeddings de"], found.Select(d => d.What));
        Assert.Equal(("Stack(c, Fuse(a, b, name='f'))", "Stack(a)"), (found[0].Left, found[0].Right));
    }

    private static string Golden(params string[] parts) => TestKit.RepositoryRoot.Combine(["tests", "Goldens", "Data", .. parts]);

    private Task<SetupDescription> Save(string? folder = null) => Engine.Setups.SaveAsync(new SetupSaveRequest
    {
        Model = MiniEngine.Model, Setup = _setup, Heads = ["sentiment"], Embedding = "de", Folder = folder ?? _folder,
    }).WaitAsync(MiniEngine.Patience);

    private static async Task<string> Logits(BridgeEngine engine, Composition? setup, IReadOnlyList<string> heads, string? embedding)
    {
        var request = new ForwardRequest { Model = MiniEngine.Model, Texts = new TextRows(["lovely film"], []), Setup = setup, Heads = heads, Embedding = embedding };
        return Convert.ToHexString((await engine.Inference.ForwardAsync(request).WaitAsync(MiniEngine.Patience)).Outputs["logits"].Data.ToArray());
    }
}
