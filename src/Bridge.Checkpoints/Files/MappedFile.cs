using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Checkpoints;

/// <summary>
/// A whole file as memory, read on demand by the operating system. Private to this process: a write into it would neither crash nor reach the file.
/// The file may be replaced by another (renamed over) meanwhile; it must not be shortened in place.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeMemoryMappedViewHandle _view;
    private byte* _start;

    private MappedFile(string path, SafeMemoryMappedViewHandle view, long offset, long length)
    {
        Path = path;
        Length = length;
        _view = view;
        byte* start = null;
        view.AcquirePointer(ref start);
        _start = start + offset;
    }

    /// <summary>Unmaps when nobody did.</summary>
    ~MappedFile() => Release();

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    /// <summary>Whether it is unmapped.</summary>
    public bool IsDisposed => _start == null;

    /// <summary>First byte.</summary>
    public byte* Start => _start != null ? _start : throw new ObjectDisposedException(Path);

    /// <summary>Maps a file; an empty one is CHECKPOINT_CORRUPT, a missing one FILE_NOT_FOUND.</summary>
    public static MappedFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(handle);
            if (length == 0) throw CheckpointErrors.Corrupt(path, "its length", "0 bytes", "a file with content");
            using var map = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.CopyOnWrite, HandleInheritability.None, leaveOpen: true);
            // The view alone keeps the mapping: no file descriptor stays open, however many files are mapped.
            var accessor = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.CopyOnWrite);
            return new MappedFile(path, accessor.SafeMemoryMappedViewHandle, accessor.PointerOffset, length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CheckpointErrors.FromIo(error, path);
        }
    }

    /// <summary>A part of the file.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length) throw new ArgumentOutOfRangeException(nameof(offset));
        return new ReadOnlySpan<byte>(Start + offset, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_start == null) return;
        _start = null;
        _view.ReleasePointer();
        _view.Dispose();
    }
}
