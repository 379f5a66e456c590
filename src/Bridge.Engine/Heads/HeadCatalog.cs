using System.Globalization;
using System.Security.Cryptography;
using Bridge.Core;
using Bridge.Engine.Heads;
using Bridge.Engine.Jobs;
using Bridge.Engine.Models;
using Bridge.Engine.Values;
using Bridge.Engine.Work;
using Bridge.Models.Heads;

namespace Bridge.Engine;

/// <summary>The prediction heads of loaded models.</summary>
public sealed class HeadCatalog
{
    private readonly ModelRegistry _models;
    private readonly WorkQueue _storage;
    private readonly TrainingClaims _claims;

    internal HeadCatalog(ModelRegistry models, WorkQueue storage, TrainingClaims claims) => (_models, _storage, _claims) = (models, storage, claims);

    /// <summary>
    /// Creates a head with fresh values, or with those that the model's checkpoint brings along (<c>{"head_type": "own"}</c>). HEAD_NAME_TAKEN, CONFIG_VALUE_RANGE; HEAD_NOT_FOUND where the
    /// checkpoint has none.
    /// </summary>
    public Task<HeadInfo> CreateAsync(string model, string name, HeadSpec spec, ulong? seed = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        ResourceIds.Check(name, "head_id");
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Read(token);
            using var aside = new HeadSet(entry.Model);
            var drawn = seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 1;
            var own = HeadSpecs.IsOwn(spec);
            var head = own ? aside.AddOwn(name) : aside.Add(name, HeadSpecs.ToConfig(spec), new RandomSource(drawn));
            entry.Publish(aside, name, new HeadRecord(DigestOf(head)) { Seed = own ? null : drawn }, replace: false);
            return Info(entry, name);
        }, cancellation);
    }

    /// <summary>Loads the folder of a head, under a new name where given. CHECKPOINT_MISMATCH names every tensor that differs.</summary>
    public Task<HeadInfo> LoadAsync(string model, string folder, string? name = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        if (name is not null) ResourceIds.Check(name, "head_id");
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Read(token);
            using var aside = new HeadSet(entry.Model);
            var head = aside.Load(Path.GetFullPath(folder), name);
            ResourceIds.Check(head.Name, "head_id");
            entry.Publish(aside, head.Name, new HeadRecord(DigestOf(head)), replace: false);
            return Info(entry, head.Name);
        }, cancellation);
    }

    /// <summary>The head; HEAD_NOT_FOUND.</summary>
    public HeadInfo Get(string model, string name) => Info(_models[model], name);

    /// <summary>The heads of a model, oldest first.</summary>
    public IReadOnlyList<HeadInfo> List(string model)
    {
        var entry = _models[model];
        lock (entry.Gate) return [.. entry.Heads.All.Select(h => Info(entry, h.Name)).OrderBy(h => h.CreateTime).ThenBy(h => h.Name, StringComparer.Ordinal)];
    }

    /// <summary>Removes a head when the calls that use it are done. MODEL_BUSY while a job trains it.</summary>
    public Task<bool> DeleteAsync(string model, string name, string? etag = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        Etags.Check(etag, entry.HeadRecordOf(name).Etag, $"head \"{name}\"");
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Write(token);
            _claims.RequireFree(model, name);
            return entry.RemoveHead(name);
        }, cancellation);
    }

    internal static string DigestOf(PredictionHead head)
    {
        var spec = HeadSpecs.FromConfig(head.Config);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{head.Config.HeadType} {spec.NumLabels} {spec.Layers} {spec.ActivationFunction} {spec.UsePooler} {spec.Bias} {string.Join('\u0001', spec.Labels ?? [])}");
        return ContentDigest.Of(text, head.Parameters);
    }

    internal static HeadInfo Info(ModelEntry entry, string name)
    {
        lock (entry.Gate)
        {
            var record = entry.HeadRecordOf(name);
            var head = entry.Heads[name];
            return new HeadInfo
            {
                Model = entry.Id,
                Name = name,
                HeadType = head.Config.HeadType,
                Spec = HeadSpecs.FromConfig(head.Config),
                Digest = record.Digest,
                ParameterCount = head.Parameters.Values.Sum(p => p.numel()),
                Seed = record.Seed,
                CreateTime = record.CreateTime,
                UpdateTime = record.UpdateTime,
                Etag = record.Etag,
            };
        }
    }
}
