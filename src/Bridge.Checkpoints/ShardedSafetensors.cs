using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>A checkpoint cut into several safetensors files by an index (<c>model.safetensors.index.json</c>).</summary>
public sealed class ShardedSafetensors : ITensorSource
{
    private readonly Dictionary<string, SafetensorsFile> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafetensorsFile> _places = new(StringComparer.Ordinal);

    private ShardedSafetensors(string path) => Path = path;

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _places.Keys;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    /// <summary>Opens every file of an index. Each tensor must be in the file that the index names; files lie beside the index and nowhere else.</summary>
    public static ShardedSafetensors Open(string indexPath)
    {
        var source = new ShardedSafetensors(indexPath);
        try
        {
            foreach (var (name, file) in ReadIndex(indexPath)) source.Place(name, file);
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

    private void Place(string name, string file)
    {
        if (file != System.IO.Path.GetFileName(file))
            throw BridgeException.Corrupt($"\"{Path}\": tensor \"{name}\" lies in \"{file}\", which is no plain file name", ("path", Path), ("tensor", name), ("file", file));
        if (!_shards.TryGetValue(file, out var shard))
            _shards[file] = shard = SafetensorsFile.Open(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, file));
        if (!shard.Names.Contains(name))
            throw BridgeException.Corrupt($"\"{Path}\": tensor \"{name}\" is not in \"{file}\" as the index says", ("path", Path), ("tensor", name), ("file", file));
        _places[name] = shard;
    }

    private static List<(string Name, string File)> ReadIndex(string path)
    {
        if (!File.Exists(path)) throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{path}\" does not exist", ("path", path));
        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(path))?["weight_map"] is JsonObject map)
                return [.. map.Select(entry => (entry.Key, entry.Value!.GetValue<string>()))];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new BridgeException(ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, $"\"{path}\" is no index of a checkpoint: {error.Message}",
                new Dictionary<string, string> { ["path"] = path }, inner: error);
        }
        throw BridgeException.Corrupt($"\"{path}\" has no \"weight_map\"", ("path", path));
    }
}
