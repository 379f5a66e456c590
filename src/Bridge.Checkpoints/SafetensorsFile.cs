using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>A safetensors file, mapped: tensors are views of the file's pages, nothing is read before it is touched.</summary>
public sealed unsafe class SafetensorsFile : ITensorSource
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;
    private readonly byte* _data;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, SafetensorsHeader header, byte* data)
    {
        Path = path;
        (_file, _view, _header) = (file, view, header);
        _data = data;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _header.Entries.Keys;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens and checks a file. FILE_NOT_FOUND; CHECKPOINT_CORRUPT says what is wrong with which tensor.</summary>
    public static SafetensorsFile Open(string path)
    {
        if (!File.Exists(path)) throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{path}\" does not exist", ("path", path));
        var length = new FileInfo(path).Length;
        if (length < 8) throw BridgeException.Corrupt($"\"{path}\" has {length} bytes; a safetensors file has at least 8", ("path", path), ("byte_size", length));
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        MemoryMappedViewAccessor? view = null;
        try
        {
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(start, 8));
            if (headerLength > SafetensorsHeader.MaxLength || (long)headerLength > length - 8)
                throw BridgeException.Corrupt($"\"{path}\": the header claims {headerLength} bytes, allowed are {Math.Min(SafetensorsHeader.MaxLength, length - 8)}",
                    ("path", path), ("header_size", headerLength), ("allowed", Math.Min(SafetensorsHeader.MaxLength, length - 8)));
            var header = SafetensorsHeader.Read(path, new ReadOnlySpan<byte>(start + 8, (int)headerLength), length - 8 - (long)headerLength);
            return new SafetensorsFile(path, file, view, header, start + 8 + headerLength);
        }
        catch
        {
            view?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public TensorView? Find(string name)
    {
        ObjectDisposedException.ThrowIf(!_view.CanRead, this);
        if (!_header.Entries.TryGetValue(name, out var entry)) return null;
        var type = SafetensorsTypes.Find(entry.Type)
            ?? throw BridgeException.Invalid(ErrorReason.TensorDtype, $"\"{Path}\": tensor \"{name}\" has data type {entry.Type}, which is not supported",
                ("path", Path), ("tensor", name), ("data_type", entry.Type));
        return new TensorView(name, type, entry.Shape, (nint)(_data + entry.Start), entry.End - entry.Start, this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_view.CanRead) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
