using System.Security.Cryptography;
using Bridge.Configuration;
using Bridge.Engine.Tests.Support;
using Xunit;

namespace Bridge.Engine.Tests;

/// <summary>Whatever a job trains, nothing else of the model changes: not a byte of the base, no other adapter, fusion, head or embedding.</summary>
public sealed class FrozenTests : IAsyncLifetime
{
    private MiniEngine _mini = null!;

    private BridgeEngine Engine => _mini.Engine;

    public async ValueTask InitializeAsync()
    {
        _mini = await MiniEngine.StartAsync();
        string[] configs = ["lora", "seq_bn", "seq_bn", "prefix_tuning", "ia3", "seq_bn_inv", "prompt_tuning", "loreft"];
        for (var i = 0; i < configs.Length; i++) await _mini.Adapter($"a{i}", configs[i], (ulong)i);
        await _mini.Head("h");
        await _mini.Head("other");
        await Engine.Fusions.CreateAsync(new FusionCreateRequest { Model = MiniEngine.Model, Name = "f", Adapters = ["a1", "a2"], Seed = 1 });
        await Engine.Fusions.CreateAsync(new FusionCreateRequest { Model = MiniEngine.Model, Name = "g", Adapters = ["a0", "a7"], Seed = 2 });
        await Engine.Embeddings.CreateAsync(new EmbeddingCreateRequest { Model = MiniEngine.Model, Name = "e" });
        await _mini.Dataset("d");
    }

    public ValueTask DisposeAsync()
    {
        _mini.Dispose();
        return default;
    }

    public static TheoryData<string[], string, bool, string?> Jobs => new()
    {
        { ["a0"], "a0", false, null },
        { ["a1", "a3"], "Stack(a1, a3)", false, null },
        { ["a2"], "Stack(a1, a2)", false, null },
        { ["a5"], "a5", true, null },
        // prompts and interventions act where they come first, as in the reference
        { ["a6", "a4"], "Stack(a6, a4)", false, null },
        { ["a7", "a0"], "Stack(a7, a0)", false, null },
        { [], "Fuse(a1, a2, name='f')", false, "f" },
        { ["a1"], "Fuse(a1, a2, name='f')", true, "f" },
        { [], "Fuse(a0, a7, name='g')", false, "g" },
        { ["a0", "a7"], "Stack(a1, Fuse(a0, a7, name='g'))", false, "g" },
        { ["a0", "a4"], "Average(a0, a4)", false, null },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task Train_Anything_ChangesWhatItNamesAlone(string[] adapters, string setup, bool embedding, string? fusion)
    {
        var before = Parts();
        var job = Engine.Jobs.Create(new TrainingJobRequest
        {
            Model = MiniEngine.Model, Adapters = adapters, Fusions = fusion is null ? [] : [fusion], Heads = ["h"], Setup = Composition.Parse(setup), Embedding = embedding ? "e" : null, TrainEmbedding = embedding,
            Dataset = "d", Settings = new TrainingSettings { MaxSteps = 2, BatchSize = 4, LearningRate = 1e-3 },
        });
        await _mini.End(job.Id, TrainingJobState.Succeeded);
        var changed = Parts().Where(p => before[p.Key] != p.Value).Select(p => p.Key).Order();
        Assert.Equal(adapters.Append("h").Concat(fusion is null ? [] : [fusion]).Concat(embedding ? ["e"] : []).Order(), changed);
    }

    // Digests are counted anew from the tensors, by saving.
    private Dictionary<string, string> Parts()
    {
        var folder = Directory.CreateTempSubdirectory("frozen-").FullName;
        try
        {
            var parts = new Dictionary<string, string>();
            foreach (var adapter in Engine.Adapters.List(MiniEngine.Model))
            {
                var files = Engine.Adapters.SaveAsync(MiniEngine.Model, adapter.Name, Path.Combine(folder, adapter.Name)).GetAwaiter().GetResult();
                parts[adapter.Name] = Convert.ToHexString(files.Single(f => f.Name.EndsWith(".safetensors", StringComparison.Ordinal)).Sha256.Span);
            }
            foreach (var head in Engine.Heads.List(MiniEngine.Model)) parts[head.Name] = head.Digest;
            foreach (var fusion in Engine.Fusions.List(MiniEngine.Model)) parts[fusion.Name] = fusion.Digest;
            foreach (var embedding in Engine.Embeddings.List(MiniEngine.Model)) parts[embedding.Name] = embedding.Digest;
            Engine.Embeddings.SaveAsync(MiniEngine.Model, "default", Path.Combine(folder, "own")).GetAwaiter().GetResult();
            parts["own embeddings"] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "own", "embedding.pt"))));
            parts["base"] = Base();
            parts["base file"] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(MiniEngine.Folder, "model.safetensors"))));
            return parts;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Base()
    {
        var request = new ForwardRequest { Model = MiniEngine.Model, Texts = new TextRows(["a lovely film", "and a dull one, which goes on"], []), UseBase = true, WithoutHead = true, Outputs = ["hidden_states"] };
        var outputs = Engine.Inference.ForwardAsync(request).GetAwaiter().GetResult().Outputs;
        return string.Join(' ', outputs.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => Convert.ToHexString(SHA256.HashData(o.Value.Data.Span))));
    }
}
