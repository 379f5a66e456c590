using Bridge.Core;
using Bridge.Images;

namespace Bridge.Training.Data;

/// <summary>An image file of a row: bytes in memory, or a file that is read whenever its pixels are wanted.</summary>
public sealed class RowImage
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MaxBytes = 1L << 28;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _path;

    private RowImage(ReadOnlyMemory<byte> bytes, string? path) => (_bytes, _path) = (bytes, path);

    /// <summary>An image in memory.</summary>
    public static RowImage Of(ReadOnlyMemory<byte> bytes) => new(bytes, null);

    /// <summary>An image in a file.</summary>
    public static RowImage At(string path) => new(default, path);

    /// <summary>The file's bytes. FILE_NOT_FOUND where it is gone or cannot be read.</summary>
    public ReadOnlyMemory<byte> Read() => _path is null ? _bytes : OfFile(file =>
    {
        var bytes = new byte[checked((int)Math.Min(file.Length, MaxBytes))];
        file.ReadExactly(bytes);
        return bytes;
    });

    /// <summary>What is wrong with it as far as its size and first bytes tell; null for nothing.</summary>
    internal string? Complaint()
    {
        var (length, header) = _path is null ? (_bytes.Length, _bytes[..Math.Min(_bytes.Length, ImageFormat.HeaderBytes)].ToArray()) : OfFile(file => (file.Length, Header(file)));
        if (length > MaxBytes) return $"the image has {length} bytes; at most {MaxBytes} are allowed";
        return ImageFormat.Of(header) is null ? $"the image is in no known format; allowed are {ImageFormat.Allowed}" : null;
    }

    private static byte[] Header(FileStream file)
    {
        var header = new byte[ImageFormat.HeaderBytes];
        return header[..file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)];
    }

    private T OfFile<T>(Func<FileStream, T> read)
    {
        try
        {
            using var file = File.OpenRead(_path!);
            return read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BridgeException.Of(ErrorCode.FailedPrecondition, ErrorReason.FileNotFound, $"image file \"{_path}\" cannot be read: {error.Message}", ("path", _path), ("cause", error.Message));
        }
    }
}
