using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>Finds and opens checkpoints.</summary>
public static class Checkpoint
{
    private static readonly string[] ModelFiles = ["model.safetensors", "model.safetensors.index.json"];

    /// <summary>The weights of a model folder: one file or several. FILE_NOT_FOUND names what was looked for.</summary>
    public static ITensorSource OpenModel(string folder)
    {
        if (!Directory.Exists(folder)) throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{folder}\" is no folder", ("path", folder));
        var found = ModelFiles.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{folder}\" holds no weights; looked for {string.Join(", ", ModelFiles)}", ("path", folder));
        return Open(found);
    }

    /// <summary>A file of tensors, by its name's ending.</summary>
    public static ITensorSource Open(string path) => path.EndsWith(".index.json", StringComparison.Ordinal) ? ShardedSafetensors.Open(path) : SafetensorsFile.Open(path);
}
