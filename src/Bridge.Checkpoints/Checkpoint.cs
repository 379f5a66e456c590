using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>Finds and opens checkpoints.</summary>
public static class Checkpoint
{
    private const string ModelName = "model.safetensors";
    private const string IndexName = "model.safetensors.index.json";
    private const string PickleName = "pytorch_model.bin";
    private const string PickleIndexName = "pytorch_model.bin.index.json";

    /// <summary>The weights of a model folder: one safetensors file, several, or torch pickles, in this order. FILE_NOT_FOUND names what was looked for.</summary>
    public static ITensorSource OpenModel(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw CheckpointErrors.NotFound(folder);
        foreach (var name in (ReadOnlySpan<string>)[ModelName, IndexName, PickleName, PickleIndexName])
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path)) return Open(path);
        }
        throw CheckpointErrors.NoneOf(folder, "weights", ModelName, IndexName, PickleName, PickleIndexName);
    }

    /// <summary>
    /// A file of tensors: an index by its name (<c>.index.json</c>), a torch pickle by its first bytes, else safetensors. FILE_NOT_FOUND, CHECKPOINT_CORRUPT.
    /// </summary>
    public static ITensorSource Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".index.json", StringComparison.Ordinal)) return ShardedCheckpoint.Open(path);
        return TorchPickleFile.IsOne(path) ? TorchPickleFile.Open(path) : SafetensorsFile.Open(path);
    }
}
