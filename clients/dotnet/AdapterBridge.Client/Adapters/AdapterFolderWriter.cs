using System.Security.Cryptography;

namespace AdapterBridge.Client;

/// <summary>Writes the files of a download beside their places, checks their sums, and moves them there when all are whole.</summary>
internal sealed class AdapterFolderWriter : IDisposable
{
    private readonly string _folder;
    private readonly Dictionary<string, (FileStream Stream, IncrementalHash Sum)> _files = [];
    private IReadOnlyList<AdapterFile> _expected = [];

    public AdapterFolderWriter(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>The version that is downloaded; empty before the header.</summary>
    public string Etag { get; private set; } = "";

    /// <summary>Where to continue.</summary>
    public (string File, long Offset) Position
    {
        get
        {
            var next = _expected.FirstOrDefault(f => _files[f.File].Stream.Length < f.ByteSize);
            return next is null ? ("", 0) : (next.File, _files[next.File].Stream.Length);
        }
    }

    public void Add(Wire.DownloadAdapterResponse message)
    {
        if (message.PartCase == Wire.DownloadAdapterResponse.PartOneofCase.Header) Begin(message.Header);
        else if (message.PartCase == Wire.DownloadAdapterResponse.PartOneofCase.Chunk) Add(message.Chunk);
    }

    public IReadOnlyList<AdapterFile> Finish()
    {
        foreach (var file in _expected)
        {
            var (stream, sum) = _files[file.File];
            var found = sum.GetHashAndReset();
            if (stream.Length != file.ByteSize || !found.AsSpan().SequenceEqual(file.Sha256.Span))
                throw Errors.Damaged("CHECKSUM_MISMATCH", $"{file.File}: {stream.Length} bytes with SHA-256 {Convert.ToHexStringLower(found)} came, {file.ByteSize} with {Convert.ToHexStringLower(file.Sha256.Span)} were announced", ("file", file.File));
        }

        foreach (var file in _expected)
        {
            _files[file.File].Stream.Dispose();
            File.Move(Temporary(file.File), Path.Combine(_folder, file.File), overwrite: true);
        }

        return _expected;
    }

    public void Dispose()
    {
        foreach (var (name, (stream, sum)) in _files)
        {
            stream.Dispose();
            sum.Dispose();
            File.Delete(Temporary(name));
        }
    }

    private void Begin(Wire.DownloadHeader header)
    {
        if (_expected.Count > 0) return; // a download that goes on
        Etag = header.Adapter?.Etag ?? "";
        foreach (var file in header.Files)
        {
            if (!AdapterFolder.AdapterFiles.Contains(file.File) && !AdapterFolder.HeadFiles.Contains(file.File))
                throw Errors.Damaged("ARGUMENT_INVALID", $"the server sent a file called \"{file.File}\"", ("file", file.File));
            _files[file.File] = (File.Create(Temporary(file.File)), IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
        }

        _expected = AdapterFile.From(header.Files);
    }

    private void Add(Wire.FileChunk chunk)
    {
        if (!_files.TryGetValue(chunk.File, out var file) || chunk.Offset != file.Stream.Length)
            throw Errors.Damaged("OFFSET_MISMATCH", $"{chunk.File}: a piece at {chunk.Offset} came where {file.Stream?.Length ?? 0} is next", ("file", chunk.File));
        file.Stream.Write(chunk.Data.Span);
        file.Sum.AppendData(chunk.Data.Span);
    }

    private string Temporary(string name) => Path.Combine(_folder, $".{name}.partial");
}
