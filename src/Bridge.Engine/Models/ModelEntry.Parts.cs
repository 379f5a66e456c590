using Bridge.Adapters;
using Bridge.Core;
using Bridge.Engine.Datasets;
using Bridge.Engine.Embeddings;
using Bridge.Engine.Fusions;
using Bridge.Engine.Images;
using Bridge.Engine.Text;
using Bridge.Models.Heads;
using Bridge.Models.Vocabularies;
using Bridge.Training.Data;

namespace Bridge.Engine.Models;

// Fusions, token embeddings, and what turns texts and images into inputs.
internal sealed partial class ModelEntry
{
    private readonly Dictionary<string, FusionRecord> _fusionRecords = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EmbeddingRecord> _embeddingRecords = new(StringComparer.Ordinal);

    public FusionRecord FusionRecordOf(string fusion)
    {
        lock (Gate)
        {
            _ = Adapters.Fusions[fusion];
            return _fusionRecords[fusion];
        }
    }

    public EmbeddingRecord EmbeddingRecordOf(string embedding)
    {
        lock (Gate)
        {
            _ = Embeddings[embedding];
            return _embeddingRecords[embedding];
        }
    }

    /// <summary>The tokenizer of token embeddings, null for the model's; FAILED_PRECONDITION where there is none.</summary>
    public TextEncoder RequireText(string? embedding = null)
    {
        if (embedding is not null and not EmbeddingSet.Default)
            return EmbeddingRecordOf(embedding).Text ?? throw BridgeException.Precondition(ErrorReason.FileNotFound,
                $"token embeddings \"{embedding}\" of model \"{Id}\" have no tokenizer; texts cannot be used with them", ("model", Id), ("embedding", embedding), ("file", "tokenizer.json"));
        return Text ?? throw BridgeException.Precondition(ErrorReason.FileNotFound,
            $"model \"{Id}\" was loaded from a folder without tokenizer.json; texts cannot be used", ("model", Id), ("file", "tokenizer.json"));
    }

    /// <summary>The image processor; FAILED_PRECONDITION where there is none, ARGUMENT_INVALID for a model that takes no images.</summary>
    public ImageEncoder RequireImages()
    {
        if (Images is null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"model \"{Id}\" takes no images", ("model", Id), ("architecture", Model.Description.ModelType));
        Images.Require();
        return Images;
    }

    /// <summary>Refuses a dataset that the model has no way to read: no tokenizer for texts, no image processor for images.</summary>
    public void RequireInputsOf(DatasetEntry dataset, string? embedding)
    {
        if (dataset.Data.HasImages) RequireImages();
        else RequireText(embedding);
    }

    /// <summary>The rows of a dataset as the model takes them, with the labels that a head learns.</summary>
    public EncodedDataset Encode(TextDataset data, HeadConfig head, string? embedding, int? maxLength, CancellationToken cancellation) =>
        data.HasImages ? RequireImages().Encode(data) : RequireText(embedding).Encode(data, head, maxLength, cancellation);

    /// <summary>Id that fills rows up, of the model's or other token embeddings.</summary>
    public int PaddingId(string? embedding = null)
    {
        var text = embedding is null or EmbeddingSet.Default ? Text : EmbeddingRecordOf(embedding).Text;
        return text?.PadId ?? Model.Description.PadTokenId ?? 0;
    }

    /// <summary>Moves a fusion that was made elsewhere into the model, in place of one of that name where <paramref name="replace"/> allows it.</summary>
    public void Publish(AdapterSet from, string name, FusionRecord record, bool replace)
    {
        lock (Gate)
        {
            Adapters.Fusions.Adopt(from.Fusions, name, replace);
            _composed.Clear();
            Changed();
            var created = _fusionRecords.TryGetValue(name, out var before) ? before.CreateTime : UpdateTime;
            _fusionRecords[name] = record with { Version = _version, CreateTime = created, UpdateTime = UpdateTime };
        }
    }

    /// <summary>Moves token embeddings that were made elsewhere into the model, in place of those of that name where <paramref name="replace"/> allows it.</summary>
    public void Publish(EmbeddingSet from, string name, EmbeddingRecord record, bool replace)
    {
        lock (Gate)
        {
            Embeddings.Adopt(from, name, replace);
            Changed();
            var created = _embeddingRecords.TryGetValue(name, out var before) ? before.CreateTime : UpdateTime;
            _embeddingRecords[name] = record with { Version = _version, CreateTime = created, UpdateTime = UpdateTime };
        }
    }

    /// <summary>
    /// Adapters that were put together again or whose tensors have new values have new digests, and so have those that share tensors with them. The caller holds the gate and the
    /// writing lease.
    /// </summary>
    public void Rebuilt(IEnumerable<string> adapters)
    {
        _composed.Clear();
        Changed();
        var all = adapters.ToHashSet(StringComparer.Ordinal);
        foreach (var group in Adapters.Sharing.All.Where(g => g.Adapters.Any(all.Contains))) all.UnionWith(group.Adapters);
        foreach (var name in all)
            if (Adapters.TryGet(name, out var adapter))
                _adapterRecords[name] = _adapterRecords[name] with { Digest = AdapterCatalog.DigestOf(adapter), Version = _version, UpdateTime = UpdateTime };
    }

    /// <summary>
    /// Gives an adapter that shares tensors the values of one that was trained aside, in place, so that all of its group have them. False where it shares none. The caller holds
    /// gate and writing lease.
    /// </summary>
    public bool TakeValues(Adapter trained)
    {
        var own = Adapters[trained.Name];
        if (Adapters.Sharing.Of(own) is null) return false;
        using var noGrad = TorchSharp.torch.no_grad();
        foreach (var (name, tensor) in trained.Parameters) own.Parameters[name].copy_(tensor);
        return true;
    }

    /// <summary>Takes a fusion away and frees it; the caller holds the writing lease.</summary>
    public bool RemoveFusion(string name)
    {
        lock (Gate)
        {
            if (!Adapters.Fusions.Remove(name)) return false;
            _composed.Clear();
            _fusionRecords.Remove(name);
            Changed();
            return true;
        }
    }

    /// <summary>Takes token embeddings away and frees them; the caller holds the writing lease. Their tokenizer stays for texts that are being read.</summary>
    public bool RemoveEmbedding(string name)
    {
        lock (Gate)
        {
            if (!Embeddings.Remove(name)) return false;
            _embeddingRecords.Remove(name);
            Changed();
            return true;
        }
    }
}
