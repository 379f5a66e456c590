using Bridge.Core;
using Bridge.Engine.Tests.Support;
using Xunit;

namespace Bridge.Engine.Tests;

/// <summary>Token embeddings of a model beside its own: another tokenizer's, copies, trained ones.</summary>
public sealed class EmbeddingTests : IAsyncLifetime
{
    private readonly WordTokenizer _words = new("lovely", "film", "grauenvoll", "schön");
    private MiniEngine _mini = null!;

    private BridgeEngine Engine => _mini.Engine;

    public async ValueTask InitializeAsync() => _mini = await MiniEngine.StartAsync();

    public ValueTask DisposeAsync()
    {
        _mini.Dispose();
        _words.Dispose();
        return default;
    }

    [Fact]
    public async Task Create_ForATokenizer_TakesRowsOfCommonTokens()
    {
        var made = await Create("de", _words.Folder, EmbeddingDefault);
        Assert.Equal((_words.Size, true), (made.VocabularySize, made.HasTokenizer));
        // "lovely film" is the same to both vocabularies, so it is the same to the model.
        Assert.Equal(await States("lovely film", null), await States("lovely film", "de"));
        Assert.NotEqual(await States("lovely schön", null), await States("lovely schön", "de"));
        Assert.Equal(["de"], Engine.Embeddings.List(MiniEngine.Model).Select(e => e.Name));
        await Engine.Embeddings.DeleteAsync(MiniEngine.Model, "de");
        await MiniEngine.Refused(() => States("lovely", "de"), ErrorReason.EmbeddingNotFound);
    }

    [Fact]
    public async Task SaveThenLoad_WithTokenizer_IsTheSame()
    {
        var made = await Create("de", _words.Folder, null);
        var folder = Directory.CreateTempSubdirectory().FullName;
        var files = await Engine.Embeddings.SaveAsync(MiniEngine.Model, "de", folder);
        Assert.Equal(["embedding.pt"], files.Select(f => f.Name));
        var loaded = await Engine.Embeddings.LoadAsync(MiniEngine.Model, "again", folder);
        Assert.Equal((made.Digest, true), (loaded.Digest, loaded.HasTokenizer));
        Assert.Equal(await States("lovely schön", "de"), await States("lovely schön", "again"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Create_WithWhatIsWrong_IsRefused()
    {
        await Create("de", _words.Folder, null);
        await MiniEngine.Refused(() => Create("de", null, null), ErrorReason.EmbeddingNameTaken);
        await MiniEngine.Refused(() => Create("default", null, null), ErrorReason.EmbeddingNameTaken);
        await MiniEngine.Refused(() => Create("x", Path.GetTempPath() + "/nowhere", null), ErrorReason.FileNotFound);
        await MiniEngine.Refused(() => Create("x", null, "nobody"), ErrorReason.EmbeddingNotFound);
        await MiniEngine.Refused(() => Engine.Embeddings.CreateAsync(new EmbeddingCreateRequest { Model = MiniEngine.Model, Name = "x", TokenizerFolder = _words.Folder, VocabularySize = 3 }), ErrorReason.ArgumentInvalid);
        await MiniEngine.Refused(() => Engine.Embeddings.DeleteAsync(MiniEngine.Model, "default"), ErrorReason.ArgumentInvalid);
        await Engine.Embeddings.CreateAsync(new EmbeddingCreateRequest { Model = MiniEngine.Model, Name = "bare", VocabularySize = 5 });
        await MiniEngine.Refused(() => States("lovely", "bare"), ErrorReason.FileNotFound);
    }

    [Fact]
    public async Task Train_ACopy_ChangesItAlone()
    {
        await _mini.Adapter("a");
        await _mini.Head("a");
        await _mini.Dataset("d");
        var copy = await Create("copy", null, null);
        var other = await Create("other", null, "copy");
        Assert.Equal(copy.Digest, other.Digest);
        var before = await States("a lovely film", null);
        var job = Engine.Jobs.Create(new TrainingJobRequest
        {
            Model = MiniEngine.Model, Adapters = ["a"], Heads = ["a"], Embedding = "copy", TrainEmbedding = true, Dataset = "d", Settings = new TrainingSettings { MaxSteps = 2, LearningRate = 1e-3 },
        });
        await _mini.End(job.Id, TrainingJobState.Succeeded);
        Assert.NotEqual(copy.Digest, Engine.Embeddings.Get(MiniEngine.Model, "copy").Digest);
        Assert.Equal(other.Digest, Engine.Embeddings.Get(MiniEngine.Model, "other").Digest);
        Assert.Equal(before, await States("a lovely film", null));
        Assert.NotEqual(before, await States("a lovely film", "copy"));
    }

    [Fact]
    public async Task TrainLanguageModel_OverAnotherVocabulary_ProjectsToItAndIsSavedSo()
    {
        using var words = new WordTokenizer("ein", "schöner", "schlechter", "film", "und", "tag");
        await Create("de", words.Folder, EmbeddingDefault);
        await _mini.Adapter("a");
        await Engine.Heads.CreateAsync(MiniEngine.Model, "lm", new HeadSpec { Json = """{"head_type": "masked_lm", "layers": 1}""" }, seed: 1);
        var rows = string.Join('\n', Enumerable.Range(0, 16).Select(i => $"{{\"text\": \"ein {(i % 2 == 0 ? "schöner" : "schlechter")} film und ein tag\"}}"));
        await Engine.Datasets.CreateAsync("texts", System.Text.Encoding.UTF8.GetBytes(rows), new DatasetSchema { LabelKind = DatasetLabelKind.None });
        var job = Engine.Jobs.Create(new TrainingJobRequest
        {
            Model = MiniEngine.Model, Adapters = ["a"], Heads = ["lm"], Embedding = "de", TrainEmbedding = true, Dataset = "texts", EvaluationDataset = "texts",
            Settings = new TrainingSettings { MaxSteps = 12, BatchSize = 8, LearningRate = 1e-2, EvaluationSteps = 4 },
        });
        var ended = await _mini.End(job.Id, TrainingJobState.Succeeded);
        Assert.InRange(ended.Result!.Metrics["loss"], 0, Math.Log(words.Size));
        var logits = await Logits(Engine, "lm");
        Assert.Equal(words.Size, logits.Size);
        var folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "setup");
        await Engine.Setups.SaveAsync(new SetupSaveRequest { Model = MiniEngine.Model, Setup = "a", Heads = ["lm"], Embedding = "de", Folder = folder });
        using var fresh = await MiniEngine.StartAsync();
        await fresh.Engine.Setups.LoadAsync(new SetupLoadRequest { Model = MiniEngine.Model, Folder = folder });
        Assert.Equal(logits, await Logits(fresh.Engine, "lm"));
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public async Task Train_TheModelsOwn_IsRefused()
    {
        await _mini.Head("h");
        await _mini.Dataset("d");
        var request = new TrainingJobRequest { Model = MiniEngine.Model, Heads = ["h"], TrainEmbedding = true, Dataset = "d" };
        await MiniEngine.Refused(() => Task.Run(() => Engine.Jobs.Create(request)), ErrorReason.ArgumentInvalid);
    }

    private const string EmbeddingDefault = "default";

    private Task<EmbeddingInfo> Create(string name, string? tokenizer, string? reference) =>
        Engine.Embeddings.CreateAsync(new EmbeddingCreateRequest { Model = MiniEngine.Model, Name = name, TokenizerFolder = tokenizer, Reference = reference, Seed = 5 }).WaitAsync(MiniEngine.Patience);

    private static async Task<(long Size, string Bits)> Logits(BridgeEngine engine, string head)
    {
        var request = new ForwardRequest { Model = MiniEngine.Model, Texts = new TextRows(["ein schöner tag"], []), Setup = "a", Heads = [head], Embedding = "de" };
        var found = (await engine.Inference.ForwardAsync(request).WaitAsync(MiniEngine.Patience)).Outputs["logits"];
        return (found.Shape.Dimensions[^1], Convert.ToHexString(found.Data.Span));
    }

    private async Task<string> States(string text, string? embedding)
    {
        var request = new ForwardRequest { Model = MiniEngine.Model, Texts = new TextRows([text], []), UseBase = true, Embedding = embedding, WithoutHead = true };
        return Convert.ToHexString((await Engine.Inference.ForwardAsync(request).WaitAsync(MiniEngine.Patience)).Outputs["last_hidden_state"].Data.ToArray());
    }
}
