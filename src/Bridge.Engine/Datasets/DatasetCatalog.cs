using Bridge.Core;
using Bridge.Engine.Datasets;
using Bridge.Engine.Storage;
using Bridge.Engine.Values;
using Bridge.Engine.Work;
using Bridge.Training.Data;

namespace Bridge.Engine;

/// <summary>Labelled texts or images, checked when they come: every violation of every row is told at once (DATA_INVALID).</summary>
public sealed class DatasetCatalog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DatasetEntry> _entries = new(StringComparer.Ordinal);
    private readonly WorkQueue _storage;
    private readonly WorkFolder _work;
    private readonly TimeProvider _time;

    internal DatasetCatalog(WorkQueue storage, WorkFolder work, TimeProvider time) => (_storage, _work, _time) = (storage, work, time);

    /// <summary>JSON lines as a dataset.</summary>
    public Task<DatasetInfo> CreateAsync(string id, ReadOnlyMemory<byte> rows, DatasetSchema? schema = null, CancellationToken cancellation = default)
    {
        RequireFree(ResourceIds.Check(id, "dataset_id"));
        return _storage.Run(_ =>
        {
            var folder = _work.New("dataset");
            try
            {
                var path = Path.Combine(folder, "rows.jsonl");
                File.WriteAllBytes(path, rows.Span);
                return Read(id, path, schema ?? new DatasetSchema(), source: null);
            }
            finally
            {
                WorkFolder.Delete(folder);
            }
        }, cancellation);
    }

    /// <summary>A file of JSON lines as a dataset; <paramref name="keepSource"/> tells where it came from. FILE_NOT_FOUND.</summary>
    public Task<DatasetInfo> LoadAsync(string id, string path, DatasetSchema? schema = null, bool keepSource = true, CancellationToken cancellation = default)
    {
        RequireFree(ResourceIds.Check(id, "dataset_id"));
        return _storage.Run(_ => Read(id, Path.GetFullPath(path), schema ?? new DatasetSchema(), keepSource ? Path.GetFullPath(path) : null), cancellation);
    }

    /// <summary>The dataset; DATASET_NOT_FOUND.</summary>
    public DatasetInfo Get(string id) => Entry(id).Info;

    /// <summary>All datasets, oldest first.</summary>
    public IReadOnlyList<DatasetInfo> List()
    {
        lock (_gate) return [.. _entries.Values.Select(e => e.Info).OrderBy(d => d.CreateTime).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>Forgets a dataset; jobs that use it keep its rows.</summary>
    public void Delete(string id, string? etag = null)
    {
        lock (_gate)
        {
            Etags.Check(etag, Entry(id).Info.Etag, $"dataset \"{id}\"");
            _entries.Remove(id);
        }
    }

    internal DatasetEntry Entry(string id)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(id, out var entry)) return entry;
            var known = _entries.Count == 0 ? "none" : string.Join(", ", _entries.Keys.Select(k => $"\"{k}\""));
            throw BridgeException.NotFound(ErrorReason.DatasetNotFound, $"no dataset is called \"{id}\"; there are {known}", ("dataset", id), ("known", known));
        }
    }

    private DatasetInfo Read(string id, string path, DatasetSchema schema, string? source)
    {
        if (!File.Exists(path)) throw BridgeException.NotFound(ErrorReason.FileNotFound, $"dataset \"{id}\": there is no file \"{path}\"", ("dataset", id), ("path", path));
        var data = TextDataset.FromJsonLines(path, new TextDatasetOptions
        {
            Name = id,
            TextField = schema.TextField,
            PairField = schema.PairField,
            ImageField = schema.ImageField,
            // Paths are for files of the server, not for rows that were sent.
            ImageFolder = source is null ? null : Path.GetDirectoryName(source),
            LabelField = schema.LabelKind == DatasetLabelKind.None ? null : schema.LabelField,
            Kind = schema.LabelKind is DatasetLabelKind.Unspecified or DatasetLabelKind.None ? null : (LabelKind)((int)schema.LabelKind - 1),
            LabelIds = schema.LabelIds.Count == 0 ? null : schema.LabelIds,
        });
        var info = new DatasetInfo
        {
            Id = id,
            Schema = schema with { LabelKind = (DatasetLabelKind)((int)data.Targets.Kind + 1), LabelIds = data.LabelIds },
            RowCount = data.Rows.Count,
            ByteSize = new FileInfo(path).Length,
            Digest = Convert.ToHexStringLower(StoredFile.Hash(path)),
            Source = source,
            CreateTime = _time.GetUtcNow(),
        };
        lock (_gate)
        {
            RequireFree(id);
            _entries[id] = new DatasetEntry(info, data);
            return info;
        }
    }

    private void RequireFree(string id)
    {
        lock (_gate)
        {
            if (_entries.ContainsKey(id))
                throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.DatasetNameTaken, $"a dataset is already called \"{id}\"", ("dataset", id));
        }
    }
}
