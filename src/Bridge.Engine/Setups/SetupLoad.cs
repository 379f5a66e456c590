using Bridge.Adapters;
using Bridge.Core;
using Bridge.Engine.Embeddings;
using Bridge.Engine.Fusions;
using Bridge.Engine.Heads;
using Bridge.Engine.Models;
using Bridge.Engine.Storage;
using Bridge.Engine.Values;
using Bridge.Models.Heads;
using Bridge.Models.Vocabularies;

namespace Bridge.Engine.Setups;

/// <summary>A setup's parts, loaded aside and then put into the model all at once, or none.</summary>
internal sealed class SetupLoad : IDisposable
{
    private readonly ModelEntry _entry;
    private readonly AdapterSet _adapters;
    private readonly HeadSet _heads;
    private readonly EmbeddingSet _embeddings;
    private readonly SetupContents _contents;
    private readonly string? _embedding;
    private EmbeddingRecord? _embeddingRecord;

    public SetupLoad(ModelEntry entry, SetupContents contents, WorkFolder work)
    {
        (_entry, _contents, _embedding) = (entry, contents, contents.File.Embedding);
        (_adapters, _heads, _embeddings) = (entry.NewAdapters(), new HeadSet(entry.Model), new EmbeddingSet(entry.Model));
        try
        {
            Read(work);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Names of all parts.</summary>
    public IReadOnlyList<string> Names => [.. _contents.Adapters, .. _adapters.Fusions.All.Select(f => f.Name), .. _contents.Heads, .. _embedding is null ? Array.Empty<string>() : [_embedding]];

    public IReadOnlyList<string> Fusions => [.. _adapters.Fusions.All.Select(f => f.Name)];

    /// <summary>Names that are taken, all in one error, before anything is put in.</summary>
    public void RequireFree()
    {
        lock (_entry.Gate)
        {
            Require(ErrorReason.AdapterNameTaken, "adapter", _contents.Adapters.Where(n => _entry.Adapters.TryGet(n, out _)));
            Require(ErrorReason.FusionNameTaken, "fusion", Fusions.Where(n => _entry.Adapters.Fusions.TryGet(n, out _)));
            Require(ErrorReason.HeadNameTaken, "head", _contents.Heads.Where(n => _entry.Heads.TryGet(n, out _)));
            Require(ErrorReason.EmbeddingNameTaken, "embedding", _embedding is not null && _entry.Embeddings.TryGet(_embedding, out _) ? [_embedding] : []);
        }
    }

    /// <summary>Puts all in. The caller holds the gate, and the writing lease where parts are replaced.</summary>
    public void Publish(bool replace)
    {
        var fusions = Fusions;
        var records = _contents.Adapters.ToDictionary(n => n, n => AdapterCatalog.Describe(_adapters, _adapters[n]) with { Source = _contents.Folder.Adapters[n] });
        foreach (var name in fusions) _entry.Publish(_adapters, name, new FusionRecord(FusionCatalog.DigestOf(_adapters.Fusions[name])) { Source = _contents.Folder.Path }, replace);
        foreach (var (name, record) in records) _entry.Publish(_adapters, name, record, replace);
        foreach (var name in _contents.Heads) _entry.Publish(_heads, name, new HeadRecord(HeadCatalog.DigestOf(_heads[name])), replace);
        if (_embedding is not null) _entry.Publish(_embeddings, _embedding, _embeddingRecord!, replace);
    }

    public void Dispose()
    {
        _adapters.Dispose();
        _heads.Dispose();
        _embeddings.Dispose();
    }

    private void Read(WorkFolder work)
    {
        foreach (var name in _contents.Adapters) _adapters.Load(_contents.Folder.Adapters[ResourceIds.Check(name, "adapter_id")], name);
        foreach (var name in _contents.Fusions) _adapters.Fusions.Load(_contents.Folder.Fusions[ResourceIds.CheckFusion(name, "fusion_id")], name);
        foreach (var name in _contents.Heads) _heads.Load(_contents.HeadFolder(ResourceIds.Check(name, "head_id")), name);
        if (_embedding is not null) _embeddingRecord = EmbeddingCatalog.Load(_entry, _embeddings, ResourceIds.Check(_embedding, "embedding_id"), _contents.Folder.Embeddings[_embedding], work);
        // The whole must be legal, not its parts alone.
        if (_contents.File.Setup is { } setup) _ = _adapters.Compose(setup);
    }

    private void Require(ErrorReason reason, string kind, IEnumerable<string> taken)
    {
        var names = string.Join(", ", taken.Select(n => $"\"{n}\""));
        if (names.Length > 0)
            throw BridgeException.Of(ErrorCode.AlreadyExists, reason, $"model \"{_entry.Id}\" has {kind}s called {names}; load the setup with replace, or delete them", ("model", _entry.Id), (kind, names));
    }
}
