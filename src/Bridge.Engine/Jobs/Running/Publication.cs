using Bridge.Engine.Heads;
using Bridge.Engine.Models;

namespace Bridge.Engine.Jobs.Running;

/// <summary>Puts whole new versions of what was trained in place, all at once.</summary>
internal static class Publication
{
    /// <summary>Moves what the request trains out of the workspace.</summary>
    public static void Run(ModelEntry entry, Workspace workspace, TrainingSubject request)
    {
        var adapters = request.Adapters.ToDictionary(name => name, name => AdapterCatalog.Describe(workspace.Adapters, workspace.Adapters[name]) with { Seed = entry.Record(name).Seed });
        var heads = request.Heads.ToDictionary(name => name, name => new HeadRecord(HeadCatalog.DigestOf(workspace.Heads[name])) { Seed = entry.HeadRecordOf(name).Seed });
        var fusions = request.Fusions.ToDictionary(name => name, name => entry.FusionRecordOf(name) with { Digest = FusionCatalog.DigestOf(workspace.Adapters.Fusions[name]) });
        var embedding = request.TrainEmbedding ? entry.EmbeddingRecordOf(request.Embedding!) with { Digest = EmbeddingCatalog.DigestOf(workspace.Embeddings[request.Embedding!]) } : null;
        using var lease = entry.Lease.Write();
        lock (entry.Gate)
        {
            var shared = adapters.Keys.Where(name => entry.TakeValues(workspace.Adapters[name])).ToList();
            foreach (var (name, record) in adapters.Where(a => !shared.Contains(a.Key))) entry.Publish(workspace.Adapters, name, record, replace: true);
            if (shared.Count > 0) entry.Rebuilt(shared);
            foreach (var (name, record) in heads) entry.Publish(workspace.Heads, name, record, replace: true);
            foreach (var (name, record) in fusions) entry.Publish(workspace.Adapters, name, record, replace: true);
            if (embedding is not null) entry.Publish(workspace.Embeddings, request.Embedding!, embedding, replace: true);
        }
    }
}
