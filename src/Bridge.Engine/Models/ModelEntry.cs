using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Adapters;
using Bridge.Engine.Heads;
using Bridge.Engine.Images;
using Bridge.Engine.Leases;
using Bridge.Engine.Text;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Models.Vocabularies;
using Bridge.Torch;

namespace Bridge.Engine.Models;

/// <summary>
/// A model with its adapters, heads, tokenizer and image processor. Forward passes hold the reading lease, whoever takes tensors away the writing one; the gate guards
/// the tables and is held for moments only, never while waiting for a lease.
/// </summary>
internal sealed partial class ModelEntry : IDisposable
{
    private const int MaxComposed = 256;

    private readonly Dictionary<string, AdapterRecord> _adapterRecords = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HeadRecord> _headRecords = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ComposedSetup> _composed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _lastUse = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private long _version;

    public ModelEntry(string id, TransformerModel model, TextEncoder? text, ImageEncoder? images, TimeProvider time)
    {
        (Id, Model, Text, Images, _time) = (id, model, text, images, time);
        Adapters = NewAdapters();
        Heads = new HeadSet(model);
        Embeddings = new EmbeddingSet(model);
        Lease = new ModelLease(id);
        CreateTime = UpdateTime = time.GetUtcNow();
        ByteSize = model.Parameters.Values.Sum(p => p.numel() * Tensors.ToDataType(p.dtype).ByteSize());
        ParameterCount = model.Parameters.Values.Sum(p => p.numel());
    }

    public string Id { get; }

    public TransformerModel Model { get; }

    public TextEncoder? Text { get; }

    public ImageEncoder? Images { get; }

    public ModelLease Lease { get; }

    /// <summary>Guards <see cref="Adapters"/>, <see cref="Heads"/>, <see cref="Embeddings"/> and all below.</summary>
    public Lock Gate { get; } = new();

    public AdapterSet Adapters { get; }

    public HeadSet Heads { get; }

    public EmbeddingSet Embeddings { get; }

    public DateTimeOffset CreateTime { get; }

    public DateTimeOffset UpdateTime { get; private set; }

    public long ByteSize { get; }

    public long ParameterCount { get; }

    public string Etag => $"{Volatile.Read(ref _version)}-{CreateTime.UtcTicks:x}";

    /// <summary>An empty set over the same model: adapters are made and checked there before anybody sees them.</summary>
    public AdapterSet NewAdapters() => new(Model, Text is null ? null : Text.Tokens);

    /// <summary>The composition's hooks, made once for each version of its adapters. The caller holds a lease.</summary>
    public ComposedSetup Compose(Composition composition)
    {
        var key = composition.Write();
        lock (Gate)
        {
            if (!_composed.TryGetValue(key, out var setup))
            {
                var hooks = Adapters.Compose(composition);
                var uses = composition.Flatten().Select(name => new AdapterUse(name, _adapterRecords[name].Digest, _adapterRecords[name].SiteCount));
                setup = new ComposedSetup(hooks, [.. uses]);
                if (_composed.Count >= MaxComposed) _composed.Clear();
                _composed[key] = setup;
            }
            foreach (var use in setup.Uses) _lastUse[use.Name] = _time.GetUtcNow();
            return setup;
        }
    }

    /// <summary>Refuses a composition that is not legal or names an adapter or fusion that is not there.</summary>
    public void Check(Composition composition)
    {
        CompositionRules.Validate(composition);
        foreach (var name in composition.Flatten()) _ = Record(name);
        lock (Gate) foreach (var block in SetupBlocks.Fuses(composition)) _ = Adapters.Fusions.For(block);
    }

    public AdapterRecord Record(string adapter)
    {
        lock (Gate)
        {
            _ = Adapters[adapter];
            return _adapterRecords[adapter];
        }
    }

    public HeadRecord HeadRecordOf(string head)
    {
        lock (Gate)
        {
            _ = Heads[head];
            return _headRecords[head];
        }
    }

    public DateTimeOffset? LastUse(string adapter)
    {
        lock (Gate) return _lastUse.TryGetValue(adapter, out var time) ? time : null;
    }

    /// <summary>Moves an adapter that was made elsewhere into the model, in place of one of that name where <paramref name="replace"/> allows it.</summary>
    public void Publish(AdapterSet from, string name, AdapterRecord record, bool replace)
    {
        lock (Gate)
        {
            if (!replace && Adapters.TryGet(name, out _))
                throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.AdapterNameTaken, $"model \"{Id}\" has an adapter called \"{name}\"",
                    ("model", Id), ("adapter", name));
            Adapters.Adopt(from, name, replace);
            _composed.Clear();
            Changed();
            var created = _adapterRecords.TryGetValue(name, out var before) ? before.CreateTime : UpdateTime;
            _adapterRecords[name] = record with { Version = _version, CreateTime = created, UpdateTime = UpdateTime };
        }
    }

    public void Publish(HeadSet from, string name, HeadRecord record, bool replace)
    {
        lock (Gate)
        {
            if (!replace && Heads.TryGet(name, out _))
                throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.HeadNameTaken, $"model \"{Id}\" has a head called \"{name}\"", ("model", Id), ("head", name));
            Heads.Adopt(from, name, replace);
            Changed();
            var created = _headRecords.TryGetValue(name, out var before) ? before.CreateTime : UpdateTime;
            _headRecords[name] = record with { Version = _version, CreateTime = created, UpdateTime = UpdateTime };
        }
    }

    /// <summary>Takes an adapter away and frees it; the caller holds the writing lease.</summary>
    public bool RemoveAdapter(string name)
    {
        lock (Gate)
        {
            if (!Adapters.Remove(name)) return false;
            _composed.Clear();
            _adapterRecords.Remove(name);
            _lastUse.Remove(name);
            Changed();
            return true;
        }
    }

    /// <summary>Takes a head away and frees it; the caller holds the writing lease.</summary>
    public bool RemoveHead(string name)
    {
        lock (Gate)
        {
            if (!Heads.Remove(name)) return false;
            _headRecords.Remove(name);
            Changed();
            return true;
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            _composed.Clear();
            Adapters.Dispose();
            Heads.Dispose();
            Embeddings.Dispose();
            foreach (var text in _embeddingRecords.Values.Select(r => r.Text).Where(t => t != Text)) text?.Dispose();
        }
        Text?.Dispose();
        Model.Dispose();
    }

    private void Changed()
    {
        _version++;
        UpdateTime = _time.GetUtcNow();
    }
}
