using System.Text.Json.Nodes;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>A checkpoint cut into several files by an index (<c>model.safetensors.index.json</c>, <c>pytorch_model.bin.index.json</c>).</summary>
public sealed class ShardedCheckpoint : ITensorSource
{
    /// <summary>More files than any model has; each costs a mapping.</summary>
    internal const int MaxFiles = 4096;

    private readonly Dictionary<string, ITensorSource> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITensorSource> _places = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private ShardedCheckpoint(string path) => Path = path;

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _names;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Opens every file of an index. Each tensor must be in the file that the index names; files lie beside the index and nowhere else.</summary>
    public static ShardedCheckpoint Open(string indexPath)
    {
        var source = new ShardedCheckpoint(indexPath);
        try
        {
            source.Read(JsonFile.Read(indexPath));
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public TensorView? Find(string name) => _places.TryGetValue(name, out var shard) ? shard.Find(name) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards.Values) shard.Dispose();
    }

    private void Read(JsonObject index)
    {
        if (index["weight_map"] is not JsonObject map) throw CheckpointErrors.Corrupt(Path, "weight_map", "absent or no object", "an object of tensor and file names");
        var known = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
        {
            if (value is not JsonValue text || !text.TryGetValue<string>(out var file) || !IsPlainName(file))
                throw CheckpointErrors.CorruptTensor(Path, name, "its file", CheckpointErrors.Shorten(value?.ToJsonString() ?? "null"),
                    "the name of a file beside the index, without a path");
            if (!_shards.TryGetValue(file, out var shard))
            {
                if (_shards.Count == MaxFiles) throw CheckpointErrors.Corrupt(Path, "the number of files", $"above {MaxFiles}", $"at most {MaxFiles}");
                var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
                _shards[file] = shard = Checkpoint.Open(System.IO.Path.Combine(folder, file));
                known[file] = new HashSet<string>(shard.Names, StringComparer.Ordinal);
            }
            if (!known[file].Contains(name))
                throw CheckpointErrors.CorruptTensor(Path, name, "its file", $"\"{file}\", which lacks it", "the file that holds it");
            _places.Add(name, shard);
            _names.Add(name);
        }
        foreach (var (key, value) in index["metadata"] as JsonObject ?? [])
            _metadata[key] = value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString() ?? "null";
    }

    private static bool IsPlainName(string file) =>
        file.Length is > 0 and < 256 && file is not ("." or "..") && file.IndexOfAny(['/', '\\', ':', '\0']) < 0
        && !file.EndsWith(".index.json", StringComparison.Ordinal);
}
