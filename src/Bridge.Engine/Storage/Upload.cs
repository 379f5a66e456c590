using Bridge.Core;
using Bridge.Engine.Storage;

namespace Bridge.Engine;

/// <summary>One upload, held by one caller until it is disposed; what has arrived stays for the next.</summary>
public sealed class Upload : IDisposable
{
    private readonly IReadOnlyCollection<string> _allowed;
    private readonly TimeProvider _time;
    private readonly long _maxBytes;
    private readonly Dictionary<string, FileStream> _open = new(StringComparer.Ordinal);
    private int _held;
    private long _lastUse;

    internal Upload(string id, string folder, IReadOnlyCollection<string> allowed, long maxBytes, TimeProvider time) =>
        (Id, Folder, _allowed, _maxBytes, _time, _lastUse) = (id, folder, allowed, maxBytes, time, time.GetUtcNow().UtcTicks);

    /// <summary>Chosen by the client.</summary>
    public string Id { get; }

    /// <summary>Where its files lie.</summary>
    public string Folder { get; }

    /// <summary>Whether it was finished; its files are gone then.</summary>
    public bool Complete { get; private set; }

    /// <summary>Appends a piece. OFFSET_MISMATCH tells where to continue.</summary>
    public void Write(string file, long offset, ReadOnlySpan<byte> data)
    {
        if (!_allowed.Contains(file))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"file \"{file}\" is not one of {string.Join(", ", _allowed)}", ("file", file), ("allowed", string.Join(", ", _allowed)));
        if (!_open.TryGetValue(file, out var stream))
            _open[file] = stream = new FileStream(Path.Combine(Folder, file), FileMode.Append, FileAccess.Write, FileShare.Read);
        if (offset != stream.Length)
            throw BridgeException.Of(ErrorCode.OutOfRange, ErrorReason.OffsetMismatch, $"file \"{file}\": the piece begins at {offset}, {stream.Length} bytes have arrived; continue there",
                ("file", file), ("offset", offset), ("allowed", stream.Length));
        if (_open.Values.Sum(s => s.Length) + data.Length > _maxBytes)
            throw BridgeException.Of(ErrorCode.ResourceExhausted, ErrorReason.DiskFull, $"upload \"{Id}\" is longer than {_maxBytes} bytes, which is what this engine takes",
                ("upload_id", Id), ("allowed", _maxBytes));
        stream.Write(data);
    }

    /// <summary>Compares every file with its length and sum (none: unchecked) and closes them. CHECKSUM_MISMATCH begins the file anew.</summary>
    public void Verify(IReadOnlyList<(string Name, long ByteSize, ReadOnlyMemory<byte> Sha256)> files)
    {
        Close();
        var arrived = StoredFile.In(Folder).ToDictionary(f => f.Name);
        foreach (var extra in arrived.Keys.Except(files.Select(f => f.Name)))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"file \"{extra}\" arrived and is not in the list at the end", ("file", extra));
        foreach (var (name, size, sum) in files)
        {
            if (!arrived.TryGetValue(name, out var file))
                throw BridgeException.Of(ErrorCode.OutOfRange, ErrorReason.OffsetMismatch, $"file \"{name}\" has not arrived", ("file", name), ("allowed", 0));
            if (file.ByteSize != size)
                throw BridgeException.Of(ErrorCode.OutOfRange, ErrorReason.OffsetMismatch, $"file \"{name}\" has {file.ByteSize} of {size} bytes", ("file", name), ("byte_size", size), ("allowed", file.ByteSize));
            if (sum.IsEmpty || sum.Span.SequenceEqual(file.Sha256.Span)) continue;
            File.Delete(file.Path);
            throw BridgeException.Of(ErrorCode.DataLoss, ErrorReason.ChecksumMismatch, $"file \"{name}\": SHA-256 is {Convert.ToHexStringLower(file.Sha256.Span)}, {Convert.ToHexStringLower(sum.Span)} was sent; send it again",
                ("file", name), ("found", Convert.ToHexStringLower(file.Sha256.Span)), ("expected", Convert.ToHexStringLower(sum.Span)));
        }
    }

    /// <summary>Marks the upload as done; its files go.</summary>
    public void Finish()
    {
        Close();
        Complete = true;
        WorkFolder.Delete(Folder);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Lets the next caller continue.</summary>
    public void Dispose()
    {
        Close();
        Volatile.Write(ref _lastUse, _time.GetUtcNow().UtcTicks);
        Volatile.Write(ref _held, 0);
    }

    internal void Take()
    {
        if (Interlocked.Exchange(ref _held, 1) != 0)
            throw BridgeException.Of(ErrorCode.Aborted, ErrorReason.ModelBusy, $"upload \"{Id}\" is being continued by another call", ("upload_id", Id));
    }

    internal bool IsIdle(DateTimeOffset since) => Volatile.Read(ref _held) == 0 && Volatile.Read(ref _lastUse) < since.UtcTicks;

    private void Close()
    {
        foreach (var stream in _open.Values) stream.Dispose();
        _open.Clear();
    }
}
