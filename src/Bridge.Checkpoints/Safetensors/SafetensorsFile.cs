using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// A safetensors file mapped into memory. Opening reads and checks the header only; views point into the map and are valid until this is disposed.
/// Safe for any number of readers at once.
/// </summary>
public sealed unsafe class SafetensorsFile : ITensorSource
{
    private readonly MappedFile _file;
    private readonly SafetensorsHeader _header;
    private readonly Lock _gate = new();
    private Dictionary<string, TensorView>? _copies;

    private SafetensorsFile(MappedFile file, SafetensorsHeader header) => (_file, _header) = (file, header);

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _header.Names;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file. A damaged or hostile one is CHECKPOINT_CORRUPT, a missing one FILE_NOT_FOUND.</summary>
    public static SafetensorsFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return new SafetensorsFile(file, SafetensorsHeader.Read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of that name, or null. One of a data type that the engine lacks (F8 and others) is TENSOR_DTYPE.</summary>
    public TensorView? Find(string name)
    {
        ObjectDisposedException.ThrowIf(_file.IsDisposed, this);
        if (!_header.Entries.TryGetValue(name, out var entry)) return null;
        if (entry.DataType == DataType.Unspecified)
            throw BridgeException.Invalid(ErrorReason.TensorDtype,
                $"file \"{Path}\": tensor \"{name}\" has dtype {CheckpointErrors.Shorten(entry.DtypeName)}; allowed: {SafetensorsDtypes.Readable}",
                ("file", Path), ("tensor", name), ("found", CheckpointErrors.Shorten(entry.DtypeName)), ("allowed", SafetensorsDtypes.Readable));
        var address = _file.Start + _header.DataStart + entry.Begin;
        var length = entry.End - entry.Begin;
        return (nuint)address % (nuint)entry.DataType.ByteSize() == 0
            ? new TensorView(name, entry.DataType, entry.Shape, (nint)address, length, this)
            : Aligned(name, entry, address, length);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Files of other writers may leave elements unaligned, which not every consumer stands: those tensors are copied, once.
    private TensorView Aligned(string name, SafetensorsEntry entry, byte* address, long length)
    {
        lock (_gate)
        {
            _copies ??= new Dictionary<string, TensorView>(StringComparer.Ordinal);
            if (_copies.TryGetValue(name, out var known)) return known;
            var block = new NativeBlock(length);
            Buffer.MemoryCopy(address, block.Start, length, length);
            return _copies[name] = new TensorView(name, entry.DataType, entry.Shape, (nint)block.Start, length, block);
        }
    }
}
