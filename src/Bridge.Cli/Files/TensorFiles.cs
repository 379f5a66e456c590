using Bridge.Checkpoints;
using Bridge.Engine;

namespace Bridge.Cli.Files;

/// <summary>Safetensors files as the engine's values.</summary>
internal static class TensorFiles
{
    /// <summary>Every tensor of a file. FILE_NOT_FOUND, CHECKPOINT_CORRUPT.</summary>
    public static IReadOnlyDictionary<string, TensorValue> Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var values = new Dictionary<string, TensorValue>(StringComparer.Ordinal);
        foreach (var name in file.Names)
        {
            var view = file.Find(name)!;
            values.Add(name, new TensorValue(view.DataType, view.Shape, view.Bytes.ToArray()));
        }
        return values;
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, TensorValue> tensors) =>
        SafetensorsWriter.Write(path, tensors.Select(t => TensorContent.Of(t.Key, t.Value.DataType, t.Value.Shape, t.Value.Data)));
}
