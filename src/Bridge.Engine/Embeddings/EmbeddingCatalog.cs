using System.Security.Cryptography;
using Bridge.Core;
using Bridge.Engine.Embeddings;
using Bridge.Engine.Jobs;
using Bridge.Engine.Models;
using Bridge.Engine.Storage;
using Bridge.Engine.Text;
using Bridge.Engine.Values;
using Bridge.Engine.Work;
using Bridge.Models.Vocabularies;
using Tensor = TorchSharp.torch.Tensor;

namespace Bridge.Engine;

/// <summary>The token embeddings of loaded models beside their own. They are built and checked aside before they become visible.</summary>
public sealed class EmbeddingCatalog
{
    private readonly ModelRegistry _models;
    private readonly WorkQueue _storage;
    private readonly TrainingClaims _claims;
    private readonly WorkFolder _work;

    internal EmbeddingCatalog(ModelRegistry models, WorkQueue storage, TrainingClaims claims, WorkFolder work) => (_models, _storage, _claims, _work) = (models, storage, claims, work);

    /// <summary>Creates token embeddings. EMBEDDING_NAME_TAKEN, EMBEDDING_NOT_FOUND, FILE_NOT_FOUND, ARGUMENT_INVALID.</summary>
    public Task<EmbeddingInfo> CreateAsync(EmbeddingCreateRequest request, CancellationToken cancellation = default)
    {
        var entry = _models[request.Model];
        RequireFree(entry, ResourceIds.Check(request.Name, "embedding_id"));
        if (request is { TokenizerFolder: not null, VocabularySize: not null })
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"embeddings \"{request.Name}\": a tokenizer and a vocabulary size ({request.VocabularySize}) are given; the tokenizer says the size",
                ("embedding", request.Name), ("vocabulary_size", request.VocabularySize));
        return Read(entry, () => request.TokenizerFolder is null && request.VocabularySize is null ? Copy(entry, request) : Fresh(entry, request), cancellation);
    }

    /// <summary>Loads a folder with embedding.pt, and the tokenizer beside it. CHECKPOINT_MISMATCH, FILE_NOT_FOUND, EMBEDDING_NAME_TAKEN.</summary>
    public Task<EmbeddingInfo> LoadAsync(string model, string name, string folder, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        RequireFree(entry, ResourceIds.Check(name, "embedding_id"));
        return Read(entry, () =>
        {
            using var aside = new EmbeddingSet(entry.Model);
            var record = Load(entry, aside, name, Path.GetFullPath(folder), _work);
            return Publish(entry, aside, name, record);
        }, cancellation);
    }

    /// <summary>Saves token embeddings, the model's own (<c>default</c>) too, with their tokenizer, as the reference library does; the answer is the files of the folder.</summary>
    public Task<IReadOnlyList<StoredFile>> SaveAsync(string model, string name, string folder, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        if (name != EmbeddingSet.Default) _ = entry.EmbeddingRecordOf(name);
        return Read(entry, () =>
        {
            var path = Path.GetFullPath(folder);
            Save(entry, name, path);
            return StoredFile.In(path);
        }, cancellation);
    }

    /// <summary>The embeddings; EMBEDDING_NOT_FOUND.</summary>
    public EmbeddingInfo Get(string model, string name) => Info(_models[model], name);

    /// <summary>All of a model but its own, oldest first.</summary>
    public IReadOnlyList<EmbeddingInfo> List(string model)
    {
        var entry = _models[model];
        lock (entry.Gate) return [.. entry.Embeddings.All.Select(e => Info(entry, e.Name)).OrderBy(e => e.CreateTime).ThenBy(e => e.Name, StringComparer.Ordinal)];
    }

    /// <summary>Removes token embeddings when the calls that use them are done. MODEL_BUSY while a job trains them; the model's own stay: ARGUMENT_INVALID.</summary>
    public Task<bool> DeleteAsync(string model, string name, string? etag = null, CancellationToken cancellation = default)
    {
        var entry = _models[model];
        if (name != EmbeddingSet.Default) Etags.Check(etag, entry.EmbeddingRecordOf(name).Etag, $"embeddings \"{name}\"");
        return _storage.Run(token =>
        {
            using var lease = entry.Lease.Write(token);
            _claims.RequireFree(model, name);
            return entry.RemoveEmbedding(name);
        }, cancellation);
    }

    internal static string DigestOf(TokenEmbedding embedding) => ContentDigest.Of("embedding", new Dictionary<string, Tensor> { ["table"] = embedding.Table });

    /// <summary>Loads a folder into a set aside.</summary>
    internal static EmbeddingRecord Load(ModelEntry entry, EmbeddingSet aside, string name, string folder, WorkFolder work)
    {
        var (text, tokenizer) = TokenizerFiles.Take(Path.Combine(folder, TokenizerFiles.FolderName), work, entry.Model.Description);
        try
        {
            return new EmbeddingRecord(DigestOf(aside.Load(folder, name, text?.Vocabulary)), text, tokenizer) { Source = folder };
        }
        catch
        {
            text?.Dispose();
            throw;
        }
    }

    /// <summary>Writes embeddings and tokenizer; the caller holds a lease.</summary>
    internal static void Save(ModelEntry entry, string name, string folder)
    {
        entry.Embeddings.Save(name, folder);
        var from = name == EmbeddingSet.Default ? entry.Model.Folder : entry.EmbeddingRecordOf(name) is { Text: { } text } record ? record.TokenizerFolder ?? (text == entry.Text ? entry.Model.Folder : null) : null;
        if (from is not null && File.Exists(Path.Combine(from, "tokenizer.json"))) TokenizerFiles.Copy(from, Path.Combine(folder, TokenizerFiles.FolderName));
    }

    internal EmbeddingInfo Info(ModelEntry entry, string name)
    {
        lock (entry.Gate)
        {
            var record = entry.EmbeddingRecordOf(name);
            var embedding = entry.Embeddings[name];
            return new EmbeddingInfo
            {
                Model = entry.Id,
                Name = name,
                VocabularySize = embedding.VocabularySize,
                HasTokenizer = record.Text is not null,
                Digest = record.Digest,
                ParameterCount = embedding.Table.numel(),
                ByteSize = embedding.Table.numel() * sizeof(float),
                Seed = record.Seed,
                Source = record.Source,
                TrainingJob = _claims.Find(entry.Id, name),
                CreateTime = record.CreateTime,
                UpdateTime = record.UpdateTime,
                Etag = record.Etag,
            };
        }
    }

    private EmbeddingInfo Copy(ModelEntry entry, EmbeddingCreateRequest request)
    {
        using var aside = new EmbeddingSet(entry.Model);
        var from = request.Reference ?? EmbeddingSet.Default;
        var other = from == EmbeddingSet.Default ? null : entry.EmbeddingRecordOf(from);
        var copy = aside.Copy(request.Name, from, entry.Embeddings);
        return Publish(entry, aside, request.Name, new EmbeddingRecord(DigestOf(copy), other is null ? entry.Text : other.Text, other?.TokenizerFolder));
    }

    private EmbeddingInfo Fresh(ModelEntry entry, EmbeddingCreateRequest request)
    {
        using var aside = new EmbeddingSet(entry.Model);
        var seed = request.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 1;
        var (text, folder) = request.TokenizerFolder is { } given ? Tokenizer(entry, Path.GetFullPath(given)) : (null, null);
        try
        {
            var reference = request.Reference is { } name ? new EmbeddingReference(name, name == EmbeddingSet.Default ? entry.Text?.Vocabulary : null) : null;
            var added = aside.Add(request.Name, text?.VocabularySize ?? request.VocabularySize!.Value, new RandomSource(seed), text?.Vocabulary, reference, entry.Embeddings);
            return Publish(entry, aside, request.Name, new EmbeddingRecord(DigestOf(added), text, folder) { Seed = seed });
        }
        catch
        {
            text?.Dispose();
            throw;
        }
    }

    private (TextEncoder? Text, string? Folder) Tokenizer(ModelEntry entry, string folder)
    {
        var taken = TokenizerFiles.Take(folder, _work, entry.Model.Description);
        return taken.Text is not null ? taken : throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{folder}\" holds no tokenizer.json", ("path", folder), ("file", "tokenizer.json"));
    }

    private EmbeddingInfo Publish(ModelEntry entry, EmbeddingSet aside, string name, EmbeddingRecord record)
    {
        entry.Publish(aside, name, record, replace: false);
        return Info(entry, name);
    }

    private static void RequireFree(ModelEntry entry, string name)
    {
        lock (entry.Gate)
        {
            if (name == EmbeddingSet.Default || entry.Embeddings.TryGet(name, out _))
                throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.EmbeddingNameTaken, $"model \"{entry.Id}\" has token embeddings called \"{name}\"", ("model", entry.Id), ("embedding", name));
        }
    }

    // The reading lease keeps the base model loaded while something is made for it.
    private Task<T> Read<T>(ModelEntry entry, Func<T> work, CancellationToken cancellation) => _storage.Run(token =>
    {
        using var lease = entry.Lease.Read(token);
        return work();
    }, cancellation);
}
