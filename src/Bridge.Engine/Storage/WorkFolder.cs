namespace Bridge.Engine.Storage;

/// <summary>Where the engine keeps files of its own. A folder that it made below the system's temporary one goes with it.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly bool _own;

    public WorkFolder(string? path)
    {
        _own = path is null;
        Path = path is null ? Directory.CreateTempSubdirectory("adapterbridge-").FullName : Directory.CreateDirectory(path).FullName;
    }

    public string Path { get; }

    /// <summary>A new folder.</summary>
    public string New(string purpose) => Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{purpose}-{Guid.NewGuid():N}")).FullName;

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    public void Dispose()
    {
        if (_own) Delete(Path);
    }
}
