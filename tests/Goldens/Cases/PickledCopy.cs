using Bridge.Checkpoints;

namespace Goldens.Cases;

/// <summary>A copy of a folder without its safetensors, for as long as it lives.</summary>
internal sealed class PickledCopy : IDisposable
{
    private PickledCopy(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The copy, or null where the folder does not hold both formats.</summary>
    public static PickledCopy? Of(string folder)
    {
        if (!File.Exists(Path.Combine(folder, AdapterFolder.Adapter.SafetensorsName)) || !File.Exists(Path.Combine(folder, AdapterFolder.Adapter.PickleName))) return null;
        var copy = Directory.CreateTempSubdirectory("goldens").FullName;
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => !f.EndsWith(".safetensors", StringComparison.Ordinal))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return new PickledCopy(copy);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
