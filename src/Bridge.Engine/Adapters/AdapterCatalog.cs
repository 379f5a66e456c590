using System.Security.Cryptography;
using Bridge.Adapters;
using Bridge.Adapters.Storage;
using Bridge.Core;
using Bridge.Engine.Adapters;
using Bridge.Engine.Heads;
using Bridge.Engine.Jobs;
using Bridge.Engine.Models;
using Bridge.Engine.Storage;
using Bridge.Engine.Values;
using Bridge.Engine.Work;
using Bridge.Models.Heads;
using Bridge.Torch;

namespace Bridge.Engine;

/// <summary>
/// The adapters of loaded models. An adapter is built and checked aside before it becomes visible, so a bad one hurts only its own request, and a name
/// always points at one whole version.
/// </summary>
public sealed class AdapterCatalog
{
    private readonly ModelRegistry _models;
    private readonly WorkQueue _storage;
    private readonly TrainingClaims _claims;
    private readonly WorkFolder _work;

    internal AdapterCatalog(ModelRegistry models, WorkQueue storage, TrainingClaims claims, WorkFolder work) =>
        (_models, _storage, _claims, _work) = (models, storage, claims, work);

    /// <summary>Creates an adapter with fresh values. ADAPTER_NAME_TAKEN, SLOT_NOT_SUPPORTED, METHOD_NOT_AVAILABLE, CONFIG_VALUE_RANGE.</summary>
    public Task<AdapterInfo> CreateAsync(AdapterCreateRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        ResourceIds.Check(request.Name, "adapter_id");
        RequireFree(entry, request.Name);
        return Read(entry, () =>
        {
            var seed = request.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 1;
            using var aside = entry.NewAdapters();
            aside.Add(request.Name, request.Config, new RandomSource(seed));
            return Publish(entry, aside, request.Name, record => record with { Seed = seed });
        }, cancellation);
    }

    /// <summary>Adds an average of adapters. ADAPTER_NOT_FOUND, ADAPTER_NAME_TAKEN, ARGUMENT_INVALID.</summary>
    public Task<AdapterInfo> AverageAsync(AdapterAverageRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        ResourceIds.Check(request.Name, "adapter_id");
        RequireFree(entry, request.Name);
        return Read(entry, () =>
        {
            using var aside = entry.NewAdapters();
            aside.Average(request.Name, request.Adapters, request.Weights, request.Options, entry.Adapters);
            return Publish(entry, aside, request.Name, record => record);
        }, cancellation);
    }

    /// <summary>
    /// Puts an adapter's change into the base's weights when running calls are done. ADAPTER_NOT_FOUND, ADAPTER_MERGED where another one is, SLOT_NOT_SUPPORTED; MODEL_BUSY
    /// while a job trains it.
    /// </summary>
    public Task<AdapterInfo> MergeAsync(string model, string name, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        _ = entry.Record(name);
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Write(token);
            _claims.RequireFree(model, name);
            entry.Adapters.Merge(name);
            return Info(entry, name);
        }, cancellation);
    }

    /// <summary>Takes merged adapters out of the weights, which are then those of the base bit for bit.</summary>
    public Task<bool> ResetMergedAsync(string model, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Write(token);
            entry.Adapters.Reset();
            return true;
        }, cancellation);
    }

    /// <summary>What <see cref="CreateAsync"/> would create; refuses what that would refuse, changes nothing.</summary>
    public Task<AdapterPlanInfo> PlanAsync(AdapterCreateRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        ResourceIds.Check(request.Name, "adapter_id");
        RequireFree(entry, request.Name);
        return Read(entry, () =>
        {
            using var aside = entry.NewAdapters();
            var plan = aside.Plan(request.Name, request.Config);
            return new AdapterPlanInfo(entry.Id, request.Name, request.Config, plan.Parameters, plan.Slots, plan.ParameterCount);
        }, cancellation);
    }

    /// <summary>
    /// Loads an AdapterHub folder, and with it the head beside it, both under new names where given. All or nothing. CHECKPOINT_MISMATCH names every tensor that
    /// differs.
    /// </summary>
    public Task<AdapterLoadResult> LoadAsync(AdapterLoadRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        if (request.Name is { } name) RequireFree(entry, ResourceIds.Check(name, "adapter_id"));
        if (request.Head is { } head) ResourceIds.Check(head, "head_id");
        return Read(entry, () => Load(entry, request), cancellation);
    }

    /// <summary>Saves an adapter as an AdapterHub folder, with a head beside it where one is named; the answer is the files.</summary>
    public Task<IReadOnlyList<StoredFile>> SaveAsync(string model, string name, string folder, string? head = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        _ = entry.Record(name);
        if (head is not null) _ = entry.HeadRecordOf(head);
        return Read(entry, () => Save(entry, name, Path.GetFullPath(folder), head), cancellation);
    }

    /// <summary>The files of an adapter, in a folder of their own until the answer is disposed.</summary>
    public Task<AdapterExport> ExportAsync(string model, string name, string? head = null, string? etag = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        Etags.Check(etag, entry.Record(name).Etag, $"adapter \"{name}\"");
        if (head is not null) _ = entry.HeadRecordOf(head);
        return Read(entry, () =>
        {
            var folder = _work.New("export");
            try
            {
                return new AdapterExport(Info(entry, name), Save(entry, name, folder, head), folder);
            }
            catch
            {
                WorkFolder.Delete(folder);
                throw;
            }
        }, cancellation);
    }

    /// <summary>The adapter; ADAPTER_NOT_FOUND.</summary>
    public AdapterInfo Get(string model, string name) => Info(_models[model], name);

    /// <summary>The adapters of a model, oldest first.</summary>
    public IReadOnlyList<AdapterInfo> List(string model)
    {
        var entry = _models[model];
        lock (entry.Gate)
            return [.. entry.Adapters.All.Select(a => Info(entry, a.Name)).OrderBy(a => a.CreateTime).ThenBy(a => a.Name, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Removes an adapter when the calls that use it are done; the answer is how many bytes were freed. MODEL_BUSY while a job trains it.
    /// </summary>
    public Task<long> DeleteAsync(string model, string name, string? etag = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        Etags.Check(etag, entry.Record(name).Etag, $"adapter \"{name}\"");
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Write(token);
            _claims.RequireFree(model, name);
            var bytes = Info(entry, name).ByteSize;
            entry.RemoveAdapter(name);
            return bytes;
        }, cancellation);
    }

    internal static string DigestOf(Adapter adapter) => ContentDigest.Of(adapter.Config.Write(), adapter.Parameters);

    internal static AdapterRecord Describe(AdapterSet set, Adapter adapter) =>
        new(DigestOf(adapter), set.Plan(adapter.Name, adapter.Config).Slots.Count);

    private AdapterLoadResult Load(ModelEntry entry, AdapterLoadRequest request)
    {
        var path = Path.GetFullPath(request.Folder);
        if (!Directory.Exists(path))
            throw BridgeException.NotFound(ErrorReason.FileNotFound, $"there is no folder \"{request.Folder}\"", ("path", request.Folder));
        using var aside = entry.NewAdapters();
        var adapter = aside.Load(path, request.Name, new AdapterLoadOptions { Lenient = request.Lenient });
        RequireFree(entry, ResourceIds.Check(adapter.Name, "adapter_id"));
        using var heads = new HeadSet(entry.Model);
        var head = request.WithHead && File.Exists(Path.Combine(path, "head_config.json")) ? heads.Load(path, request.Head) : null;
        if (head is not null) ResourceIds.Check(head.Name, "head_id");
        var report = adapter.LoadReport;
        lock (entry.Gate)
        {
            if (head is not null) entry.Publish(heads, head.Name, new HeadRecord(HeadCatalog.DigestOf(head)), replace: false);
            try
            {
                var info = Publish(entry, aside, adapter.Name, record => record with { Source = request.KeepSource ? path : null });
                return new AdapterLoadResult(info, head is null ? null : HeadCatalog.Info(entry, head.Name), report?.Used.Count ?? 0, report?.Missing ?? [], report?.Unexpected ?? []);
            }
            catch
            {
                if (head is not null) entry.RemoveHead(head.Name);
                throw;
            }
        }
    }

    private AdapterInfo Publish(ModelEntry entry, AdapterSet aside, string name, Func<AdapterRecord, AdapterRecord> complete)
    {
        var record = complete(Describe(aside, aside[name]));
        if (record.SiteCount == 0)
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"adapter \"{name}\" ({aside[name].Config}) acts nowhere in model \"{entry.Id}\"",
                ("adapter", name), ("config", aside[name].Config), ("model", entry.Id), ("sites", 0));
        entry.Publish(aside, name, record, replace: false);
        return Info(entry, name);
    }

    // Tensors stay as they are while the lease is held; only the tables need the gate.
    private static IReadOnlyList<StoredFile> Save(ModelEntry entry, string name, string folder, string? head)
    {
        entry.Adapters.Save(name, folder);
        if (head is not null) entry.Heads.Save(head, folder);
        return StoredFile.In(folder);
    }

    internal AdapterInfo Info(ModelEntry entry, string name)
    {
        lock (entry.Gate)
        {
            var record = entry.Record(name);
            var adapter = entry.Adapters[name];
            return new AdapterInfo
            {
                Model = entry.Id,
                Name = name,
                Config = adapter.Config,
                Digest = record.Digest,
                ParameterCount = adapter.ParameterCount,
                TrainableCount = adapter.Trained.Sum(t => adapter.Parameters[t].numel()),
                ByteSize = adapter.Parameters.Values.Sum(p => p.numel() * Tensors.ToDataType(p.dtype).ByteSize()),
                SiteCount = record.SiteCount,
                Merged = entry.Model.Slots.Linear.Any(slot => slot.MergedBy == name),
                Group = entry.Adapters.Sharing.Of(adapter)?.Name,
                Seed = record.Seed,
                Source = record.Source,
                TrainingJob = _claims.Find(entry.Id, name),
                CreateTime = record.CreateTime,
                UpdateTime = record.UpdateTime,
                LastUseTime = entry.LastUse(name),
                Etag = record.Etag,
            };
        }
    }

    private static void RequireFree(ModelEntry entry, string name)
    {
        lock (entry.Gate)
        {
            if (entry.Adapters.TryGet(name, out _))
                throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.AdapterNameTaken, $"model \"{entry.Id}\" has an adapter called \"{name}\"",
                    ("model", entry.Id), ("adapter", name));
        }
    }

    // The reading lease keeps the base model loaded while something is made for it.
    private Task<T> Read<T>(ModelEntry entry, Func<T> work, CancellationToken cancellation) => _storage.Run(token =>
    {
        using var lease = entry.Lease.Read(token);
        return work();
    }, cancellation);
}
