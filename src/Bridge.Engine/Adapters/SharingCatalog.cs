using Bridge.Adapters.Sharing;
using Bridge.Core;
using Bridge.Engine.Jobs;
using Bridge.Engine.Models;
using Bridge.Engine.Values;
using Bridge.Engine.Work;

namespace Bridge.Engine;

/// <summary>Groups of adapters that share tensors: what one of them learns, all have learned.</summary>
public sealed class SharingCatalog
{
    private readonly ModelRegistry _models;
    private readonly WorkQueue _storage;
    private readonly TrainingClaims _claims;

    internal SharingCatalog(ModelRegistry models, WorkQueue storage, TrainingClaims claims) => (_models, _storage, _claims) = (models, storage, claims);

    /// <summary>
    /// Lets adapters share the factors of one of them, by default the first, when running calls are done; the others' own are given up. Without a name the group has theirs
    /// joined by commas. ADAPTER_NOT_FOUND, ARGUMENT_INVALID, SLOT_NOT_SUPPORTED for methods other than mtl_lora; MODEL_BUSY while a job trains one of them.
    /// </summary>
    public Task<ParameterGroupInfo> ShareAsync(string model, IReadOnlyList<string> adapters, string? name = null, string? reference = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        if (!string.IsNullOrEmpty(name)) ResourceIds.CheckFusion(name, "group_id");
        return Write(entry, adapters, () =>
        {
            var group = entry.Adapters.Sharing.Share(adapters, name, reference);
            entry.Rebuilt(adapters);
            return Info(entry, group);
        }, cancellation);
    }

    /// <summary>Gives each adapter of a group a copy of its own. ARGUMENT_INVALID where there is no such group.</summary>
    public Task<bool> UnshareAsync(string model, string name, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        var members = Find(entry, name).Adapters;
        return Write(entry, members, () =>
        {
            entry.Adapters.Sharing.Unshare(name);
            entry.Rebuilt(members);
            return true;
        }, cancellation);
    }

    /// <summary>The groups of a model.</summary>
    public IReadOnlyList<ParameterGroupInfo> List(string model)
    {
        var entry = _models[model];
        lock (entry.Gate) return [.. entry.Adapters.Sharing.All.Select(g => Info(entry, g))];
    }

    private static SharedParameters Find(ModelEntry entry, string name)
    {
        lock (entry.Gate)
        {
            var groups = entry.Adapters.Sharing.All;
            var known = groups.Count == 0 ? "none" : string.Join(", ", groups.Select(g => $"\"{g.Name}\""));
            return groups.FirstOrDefault(g => g.Name == name)
                ?? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"model \"{entry.Id}\" has no group \"{name}\" of adapters that share; there are {known}", ("model", entry.Id), ("group", name), ("known", known));
        }
    }

    private static ParameterGroupInfo Info(ModelEntry entry, SharedParameters group) => new(entry.Id, group.Name, group.Adapters, group.Parameters.Values.Sum(p => p.numel()));

    private Task<T> Write<T>(ModelEntry entry, IReadOnlyList<string> adapters, Func<T> work, CancellationToken cancellation) => _storage.Run(token =>
    {
        using var lease = entry.Lease.Write(token);
        foreach (var adapter in adapters) _claims.RequireFree(entry.Id, adapter);
        lock (entry.Gate) return work();
    }, cancellation);
}
