using Bridge.Adapters;
using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Models;
using Bridge.Models.Heads;
using Bridge.Models.Vocabularies;
using Bridge.Training;
using static TorchSharp.torch;

namespace Bridge.Engine.Jobs.Running;

/// <summary>
/// Copies of some adapters, fusions, heads and token embeddings over the model's base weights: long work has tensors of its own, so that calls go on with the published versions and
/// never see half a step.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private Workspace(ModelEntry entry) => (Adapters, Heads, Embeddings) = (entry.NewAdapters(), new HeadSet(entry.Model), new EmbeddingSet(entry.Model));

    public AdapterSet Adapters { get; }

    public HeadSet Heads { get; }

    public EmbeddingSet Embeddings { get; }

    /// <summary>Copies what is published now. ADAPTER_NOT_FOUND, FUSION_NOT_FOUND, HEAD_NOT_FOUND, EMBEDDING_NOT_FOUND.</summary>
    public static Workspace Copy(ModelEntry entry, Composition? setup, IEnumerable<string> heads, string? embedding, CancellationToken cancellation)
    {
        using var lease = entry.Lease.Read(cancellation);
        var workspace = new Workspace(entry);
        try
        {
            foreach (var name in (setup?.Flatten() ?? []).Distinct())
            {
                Adapter source;
                lock (entry.Gate) source = entry.Adapters[name];
                Copy(source.Parameters, workspace.Adapters.Add(name, source.Config, new RandomSource(0)).Parameters);
            }
            foreach (var (name, members) in Groups(entry, workspace.Adapters)) workspace.Adapters.Sharing.Share(members, name);
            foreach (var name in heads.Distinct())
            {
                PredictionHead source;
                lock (entry.Gate) source = entry.Heads[name];
                Copy(source.Parameters, workspace.Heads.Add(name, source.Config, new RandomSource(0)).Parameters);
            }
            foreach (var source in Fusions(entry, setup).Distinct()) workspace.Adapters.Fusions.Copy(source, entry.Adapters);
            if (embedding is not null and not EmbeddingSet.Default) CopyEmbedding(entry, workspace, embedding);
            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>What a request trains, among these copies; its defaults are filled in.</summary>
    public TargetSpec Target(ModelEntry entry, TrainingSubject request, TrainingOptions options) => new()
    {
        Model = entry.Model,
        Adapters = Adapters,
        Heads = Heads,
        Head = request.Head!,
        Composition = request.Setup,
        TrainAdapters = request.Adapters,
        TrainFusions = request.Fusions,
        Embeddings = Embeddings,
        Embedding = request.Embedding,
        TrainEmbedding = request.TrainEmbedding,
        TrainHead = request.Heads.Count > 0,
        PaddingId = entry.PaddingId(request.Embedding),
        Options = options,
    };

    /// <summary>Copies of what the request trains, as it is here now.</summary>
    public Workspace CopyTrained(ModelEntry entry, TrainingSubject request)
    {
        var copy = new Workspace(entry);
        try
        {
            foreach (var name in request.Adapters) Copy(Adapters[name].Parameters, copy.Adapters.Add(name, Adapters[name].Config, new RandomSource(0)).Parameters);
            foreach (var name in request.Heads) Copy(Heads[name].Parameters, copy.Heads.Add(name, Heads[name].Config, new RandomSource(0)).Parameters);
            foreach (var name in request.Fusions) copy.Adapters.Fusions.Copy(Adapters.Fusions[name], Adapters);
            if (request.TrainEmbedding) copy.Embeddings.Copy(request.Embedding!, request.Embedding!, Embeddings);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Adapters.Dispose();
        Heads.Dispose();
        Embeddings.Dispose();
    }

    // What is shared stays shared in the copies, so that it learns from all of them.
    private static List<(string Name, List<string> Members)> Groups(ModelEntry entry, AdapterSet copies)
    {
        lock (entry.Gate)
        {
            return [.. entry.Adapters.Sharing.All.Select(g => (g.Name, copies.All.Select(a => a.Name).Where(n => entry.Adapters.Sharing.Of(entry.Adapters[n]) == g).ToList())).Where(g => g.Item2.Count > 1)];
        }
    }

    private static IEnumerable<AdapterFusion> Fusions(ModelEntry entry, Composition? setup)
    {
        lock (entry.Gate) return [.. SetupBlocks.Fuses(setup).Select(entry.Adapters.Fusions.For)];
    }

    private static void CopyEmbedding(ModelEntry entry, Workspace workspace, string name)
    {
        lock (entry.Gate) workspace.Embeddings.Copy(name, name, entry.Embeddings);
    }

    private static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> to)
    {
        using var noGrad = no_grad();
        foreach (var (name, tensor) in from) to[name].copy_(tensor);
    }
}
