using Bridge.Core;
using Bridge.Engine.Jobs;
using Bridge.Engine.Models;
using Bridge.Engine.Images;
using Bridge.Engine.Text;
using Bridge.Engine.Values;
using Bridge.Engine.Work;
using Bridge.Models;
using Bridge.Torch;

namespace Bridge.Engine;

/// <summary>The base models of an engine.</summary>
public sealed class ModelCatalog
{
    private readonly ModelRegistry _models;
    private readonly WorkQueue _storage;
    private readonly JobScheduler _jobs;
    private readonly TimeProvider _time;

    internal ModelCatalog(ModelRegistry models, WorkQueue storage, JobScheduler jobs, TimeProvider time) =>
        (_models, _storage, _jobs, _time) = (models, storage, jobs, time);

    /// <summary>
    /// Loads a model. MODEL_NAME_TAKEN comes at once; FILE_NOT_FOUND, CHECKPOINT_CORRUPT, CHECKPOINT_MISMATCH, ARCHITECTURE_UNKNOWN and DEVICE_NOT_AVAILABLE
    /// with the task.
    /// </summary>
    public Task<ModelInfo> LoadAsync(ModelLoadRequest request, CancellationToken cancellation = default)
    {
        if (request.Path.Length == 0) throw Missing("path");
        var id = IdOf(request);
        if (request.DataType is not (DataType.Float32 or DataType.BFloat16))
            throw BridgeException.Invalid(ErrorReason.TensorDtype, $"model \"{id}\": data type {request.DataType} is not allowed; FLOAT32 and BFLOAT16 are",
                ("model", id), ("data_type", request.DataType), ("allowed", "FLOAT32, BFLOAT16"));
        _models.Reserve(id);
        Task<ModelInfo> task;
        try
        {
            task = _storage.Run(_ => Load(id, request), cancellation);
        }
        catch
        {
            _models.Remove(id);
            throw;
        }
        return Settle(task, id);
    }

    /// <summary>The model of that id; MODEL_NOT_FOUND.</summary>
    public ModelInfo Get(string id) => Info(_models[id]);

    /// <summary>All models, oldest first.</summary>
    public IReadOnlyList<ModelInfo> List() => [.. _models.All.Select(Info).OrderBy(m => m.CreateTime).ThenBy(m => m.Id, StringComparer.Ordinal)];

    /// <summary>
    /// Unloads a model when the calls that use it are done; new ones get MODEL_NOT_FOUND. The answer is how many bytes were freed. MODEL_BUSY while a job trains it.
    /// </summary>
    public Task<long> UnloadAsync(string id, string? etag = null, CancellationToken cancellation = default)
    {
        var entry = _models[id];
        Etags.Check(etag, entry.Etag, $"model \"{id}\"");
        RequireNoJob(id);
        return _storage.Run(token =>
        {
            using (entry.Lease.Write(whole: true, token))
            {
                RequireNoJob(id);
                entry.Lease.Close();
                _models.Remove(id);
            }
            entry.Dispose();
            TensorBlocks.Release();
            return entry.ByteSize;
        }, cancellation);
    }

    private void RequireNoJob(string id)
    {
        if (_jobs.Find(id) is { } job)
            throw BridgeException.Of(ErrorCode.Aborted, ErrorReason.ModelBusy, $"model \"{id}\" is trained by job \"{job.Id}\"; wait for it or cancel it", ("model", id), ("training_job", job.Id));
    }

    internal static string IdOf(ModelLoadRequest request) =>
        request.Id is { Length: > 0 } given ? ResourceIds.Check(given, "model_id") : ResourceIds.Make(Path.GetFileName(Path.TrimEndingDirectorySeparator(request.Path)));

    private ModelInfo Load(string id, ModelLoadRequest request)
    {
        var folder = Path.GetFullPath(request.Path);
        if (!Directory.Exists(folder))
            throw BridgeException.NotFound(ErrorReason.FileNotFound, $"model \"{id}\": there is no folder \"{request.Path}\"", ("model", id), ("path", request.Path));
        var device = TorchRuntime.Device(request.Device);
        var model = TransformerModel.Load(folder, new ModelLoadOptions { Device = device, DataType = Tensors.ToScalarType(request.DataType) });
        TextEncoder? text = null;
        try
        {
            text = TextEncoder.Open(folder, model.Description);
            var entry = new ModelEntry(id, model, text, ImageEncoder.Open(folder, model.Description), _time);
            _models.Set(entry);
            return Info(entry);
        }
        catch
        {
            text?.Dispose();
            model.Dispose();
            throw;
        }
    }

    // A name whose loading failed or was cancelled is free again.
    private async Task<ModelInfo> Settle(Task<ModelInfo> loading, string id)
    {
        try
        {
            return await loading.ConfigureAwait(false);
        }
        catch
        {
            _models.Remove(id);
            throw;
        }
    }

    private ModelInfo Info(ModelEntry entry)
    {
        var description = entry.Model.Description;
        lock (entry.Gate)
        {
            return new ModelInfo
            {
                Id = entry.Id,
                Path = entry.Model.Folder,
                Architecture = description.ModelType,
                ClassName = description.PlainClass,
                DataType = Tensors.ToDataType(entry.Model.DataType),
                Device = entry.Model.Device.ToString(),
                LayerCount = description.LayerCount,
                HiddenSize = description.HiddenSize,
                VocabularySize = description.Embedding.VocabularySize,
                MaxLength = description.MaxLength,
                ParameterCount = entry.ParameterCount,
                ByteSize = entry.ByteSize,
                HasTokenizer = entry.Text is not null,
                AdapterCount = entry.Adapters.All.Count,
                HeadCount = entry.Heads.All.Count,
                TrainingJob = _jobs.Find(entry.Id)?.Id,
                CreateTime = entry.CreateTime,
                UpdateTime = entry.UpdateTime,
                Etag = entry.Etag,
            };
        }
    }

    private static BridgeException Missing(string field) =>
        BridgeException.Field(field, ErrorReason.ArgumentInvalid, $"{field} is missing");
}
