using System.Text.Json.Nodes;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Jobs;
using Bridge.Engine.Models;
using Bridge.Engine.Setups;
using Bridge.Engine.Storage;
using Bridge.Engine.Work;
using Bridge.Models.Vocabularies;

namespace Bridge.Engine;

/// <summary>
/// Setups as a whole: a folder with adapters, fusions, heads, token embeddings and how they act, as the reference library writes and reads it. A part that is missing is an
/// error, not a silent base model.
/// </summary>
public sealed class SetupCatalog
{
    private readonly ModelRegistry _models;
    private readonly WorkQueue _storage;
    private readonly TrainingClaims _claims;
    private readonly WorkFolder _work;
    private readonly AdapterCatalog _adapters;
    private readonly FusionCatalog _fusions;

    internal SetupCatalog(ModelRegistry models, WorkQueue storage, TrainingClaims claims, WorkFolder work, AdapterCatalog adapters, FusionCatalog fusions) =>
        (_models, _storage, _claims, _work, _adapters, _fusions) = (models, storage, claims, work, adapters, fusions);

    /// <summary>Saves a setup, whole or not at all. What it names must be there: ADAPTER_NOT_FOUND, FUSION_NOT_FOUND, HEAD_NOT_FOUND, EMBEDDING_NOT_FOUND, COMPOSITION_INVALID.</summary>
    public Task<SetupDescription> SaveAsync(SetupSaveRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        if (request.Folder.Length == 0) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "folder is missing", ("field", "folder"));
        if (request.Setup is not null) entry.Check(request.Setup);
        foreach (var head in request.Heads) _ = entry.HeadRecordOf(head);
        var embedding = request.Embedding is EmbeddingSet.Default ? null : request.Embedding;
        if (embedding is not null) _ = entry.EmbeddingRecordOf(embedding);
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Read(token);
            var folder = Path.GetFullPath(request.Folder);
            var heads = Heads(entry, request);
            var file = new SetupFile { Setup = request.Setup, Heads = heads, Embedding = embedding };
            var fusions = SetupBlocks.Fuses(request.Setup).Select(f => entry.Adapters.Fusions.For(f).Name).Distinct();
            SetupFolder.Save(folder, JsonNode.Parse(file.Write())!.AsObject(), fresh =>
            {
                foreach (var name in (request.Setup?.Flatten() ?? []).Distinct()) entry.Adapters.Save(name, SetupFolder.PartFolder(fresh, name));
                foreach (var name in fusions) entry.Adapters.Fusions.Save(name, SetupFolder.PartFolder(fresh, name));
                foreach (var name in heads?.Heads ?? []) entry.Heads.Save(name, SetupFolder.PartFolder(fresh, name), entry.Embeddings.For(embedding));
                if (embedding is not null) EmbeddingCatalog.Save(entry, embedding, SetupFolder.PartFolder(fresh, embedding));
            });
            return SetupReader.Describe(folder);
        }, cancellation);
    }

    /// <summary>
    /// Loads a setup, all of it or nothing. FILE_NOT_FOUND names every part that is missing; ADAPTER_NAME_TAKEN and its like where names are taken, unless parts are replaced;
    /// MODEL_BUSY where a job trains what would be replaced; CHECKPOINT_MISMATCH, CHECKPOINT_CORRUPT.
    /// </summary>
    public Task<SetupLoadResult> LoadAsync(SetupLoadRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        return _storage.Run(token =>
        {
            using var kept = entry.Lease.Keep();
            var contents = SetupContents.Open(Path.GetFullPath(request.Folder));
            contents.RequireWhole();
            using var load = new SetupLoad(entry, contents, _work);
            var fusions = load.Fusions;
            using var lease = request.Replace ? entry.Lease.Write(token) : entry.Lease.Read(token);
            lock (entry.Gate)
            {
                if (request.Replace) foreach (var name in load.Names) _claims.RequireFree(entry.Id, name);
                else load.RequireFree();
                load.Publish(request.Replace);
                return new SetupLoadResult
                {
                    Setup = contents.File.Setup,
                    HeadNames = contents.ActiveHeads,
                    Embedding = contents.File.Embedding,
                    Adapters = [.. contents.Adapters.Select(n => _adapters.Info(entry, n))],
                    Fusions = [.. fusions.Select(n => _fusions.Info(entry, n))],
                    Heads = [.. contents.Heads.Select(n => HeadCatalog.Info(entry, n))],
                    Unused = [.. contents.Unused().Select(u => u.Name.Length == 0 ? "the head in the folder itself" : $"{SetupContents.Text(u.Kind)} {u.Name}")],
                };
            }
        }, cancellation);
    }

    /// <summary>What a folder holds, with digests, and what is missing. FILE_NOT_FOUND, CHECKPOINT_CORRUPT.</summary>
    public Task<SetupDescription> DescribeAsync(string folder, CancellationToken cancellation = default) => _storage.Run(_ => SetupReader.Describe(Path.GetFullPath(folder)), cancellation);

    /// <summary>In what two folders differ; nothing where they mean the same.</summary>
    public Task<IReadOnlyList<SetupDifference>> DiffAsync(string left, string right, CancellationToken cancellation = default) =>
        _storage.Run(_ => SetupReader.Diff(SetupReader.Describe(Path.GetFullPath(left)), SetupReader.Describe(Path.GetFullPath(right))), cancellation);

    // As the calls route heads: those named, one a part where there are parts, or those of the adapters' names where all are there.
    private static HeadSetup? Heads(ModelEntry entry, SetupSaveRequest request)
    {
        lock (entry.Gate)
        {
            if (request.Heads.Count == 0) return request.Setup is not null && HeadSetup.For(request.Setup) is { } route && route.Heads.All(h => entry.Heads.TryGet(h, out _)) ? route : null;
            var names = ValueList.From(request.Heads);
            return request.Setup is BatchSplit split && names.Count == split.BatchSizes.Count ? new HeadSetup(names, split.BatchSizes) : new HeadSetup(names, IsList: names.Count > 1);
        }
    }
}
