using Bridge.Engine.Storage;

namespace Bridge.Engine;

/// <summary>The files of an adapter, kept until this is disposed.</summary>
public sealed class AdapterExport : IDisposable
{
    private readonly string _folder;

    internal AdapterExport(AdapterInfo adapter, IReadOnlyList<StoredFile> files, string folder) => (Adapter, Files, _folder) = (adapter, files, folder);

    /// <summary>The adapter, in the version that the files hold.</summary>
    public AdapterInfo Adapter { get; }

    /// <summary>The files.</summary>
    public IReadOnlyList<StoredFile> Files { get; }

    /// <inheritdoc/>
    public void Dispose() => WorkFolder.Delete(_folder);
}
