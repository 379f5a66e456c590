using System.Security.Cryptography;
using Bridge.Adapters.Fusion;
using Bridge.Core;
using Bridge.Engine.Fusions;
using Bridge.Engine.Jobs;
using Bridge.Engine.Models;
using Bridge.Engine.Values;
using Bridge.Engine.Work;
using Bridge.Torch;

namespace Bridge.Engine;

/// <summary>The fusions of loaded models. One is built and checked aside before it becomes visible.</summary>
public sealed class FusionCatalog
{
    private readonly ModelRegistry _models;
    private readonly WorkQueue _storage;
    private readonly TrainingClaims _claims;

    internal FusionCatalog(ModelRegistry models, WorkQueue storage, TrainingClaims claims) => (_models, _storage, _claims) = (models, storage, claims);

    /// <summary>Creates a fusion with fresh values. FUSION_NAME_TAKEN, ADAPTER_NOT_FOUND, ARGUMENT_INVALID.</summary>
    public Task<FusionInfo> CreateAsync(FusionCreateRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        var name = ResourceIds.CheckFusion(string.IsNullOrEmpty(request.Name) ? string.Join(',', request.Adapters) : request.Name, "fusion_id");
        return Read(entry, () =>
        {
            var seed = request.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 1;
            using var aside = entry.NewAdapters();
            var fusion = aside.Fusions.Add(request.Adapters, request.Config, new RandomSource(seed), name, entry.Adapters);
            RequirePlaces(entry, fusion);
            entry.Publish(aside, name, new FusionRecord(DigestOf(fusion)) { Seed = seed }, replace: false);
            return Info(entry, name);
        }, cancellation);
    }

    /// <summary>Loads the folder of a fusion whose adapters are there, under a new name where given. CHECKPOINT_MISMATCH names every tensor that differs.</summary>
    public Task<FusionInfo> LoadAsync(string model, string folder, string? name = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        if (name is not null) ResourceIds.CheckFusion(name, "fusion_id");
        return Read(entry, () =>
        {
            var path = Path.GetFullPath(folder);
            using var aside = entry.NewAdapters();
            var fusion = aside.Fusions.Load(path, name, entry.Adapters);
            ResourceIds.CheckFusion(fusion.Name, "fusion_id");
            entry.Publish(aside, fusion.Name, new FusionRecord(DigestOf(fusion)) { Source = path }, replace: false);
            return Info(entry, fusion.Name);
        }, cancellation);
    }

    /// <summary>Saves a fusion as a folder of the reference library's form; the answer is the files.</summary>
    public Task<IReadOnlyList<StoredFile>> SaveAsync(string model, string name, string folder, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        _ = entry.FusionRecordOf(name);
        return Read(entry, () =>
        {
            var path = Path.GetFullPath(folder);
            entry.Adapters.Fusions.Save(name, path);
            return StoredFile.In(path);
        }, cancellation);
    }

    /// <summary>The fusion; FUSION_NOT_FOUND.</summary>
    public FusionInfo Get(string model, string name) => Info(_models[model], name);

    /// <summary>The fusions of a model, oldest first.</summary>
    public IReadOnlyList<FusionInfo> List(string model)
    {
        var entry = _models[model];
        lock (entry.Gate) return [.. entry.Adapters.Fusions.All.Select(f => Info(entry, f.Name)).OrderBy(f => f.CreateTime).ThenBy(f => f.Name, StringComparer.Ordinal)];
    }

    /// <summary>Removes a fusion when the calls that use it are done; its adapters stay. MODEL_BUSY while a job trains it.</summary>
    public Task<bool> DeleteAsync(string model, string name, string? etag = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        Etags.Check(etag, entry.FusionRecordOf(name).Etag, $"fusion \"{name}\"");
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Write(token);
            _claims.RequireFree(model, name);
            return entry.RemoveFusion(name);
        }, cancellation);
    }

    internal static string DigestOf(AdapterFusion fusion) => ContentDigest.Of($"{fusion.Config.ToJson().ToJsonString()} {string.Join(',', fusion.Adapters)}", fusion.Parameters);

    internal static void RequirePlaces(ModelEntry entry, AdapterFusion fusion)
    {
        if (!fusion.HasPlaces)
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"fusion \"{fusion.Name}\" acts nowhere in model \"{entry.Id}\": none of {string.Join(", ", fusion.Adapters)} changes a projection, a branch or hidden states",
                ("fusion", fusion.Name), ("model", entry.Id), ("adapters", string.Join(", ", fusion.Adapters)));
    }

    internal FusionInfo Info(ModelEntry entry, string name)
    {
        lock (entry.Gate)
        {
            var record = entry.FusionRecordOf(name);
            var fusion = entry.Adapters.Fusions[name];
            return new FusionInfo
            {
                Model = entry.Id,
                Name = name,
                Adapters = fusion.Adapters,
                Config = fusion.Config,
                Digest = record.Digest,
                ParameterCount = fusion.ParameterCount,
                ByteSize = fusion.Parameters.Values.Sum(p => p.numel() * Tensors.ToDataType(p.dtype).ByteSize()),
                Seed = record.Seed,
                Source = record.Source,
                TrainingJob = _claims.Find(entry.Id, name),
                CreateTime = record.CreateTime,
                UpdateTime = record.UpdateTime,
                Etag = record.Etag,
            };
        }
    }

    // The reading lease keeps the base model loaded while something is made for it.
    private Task<T> Read<T>(ModelEntry entry, Func<T> work, CancellationToken cancellation) => _storage.Run(token =>
    {
        using var lease = entry.Lease.Read(token);
        return work();
    }, cancellation);
}
