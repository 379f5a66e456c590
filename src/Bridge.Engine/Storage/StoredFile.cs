using System.Security.Cryptography;

namespace Bridge.Engine;

/// <summary>A file that was written.</summary>
/// <param name="Name">Its name in its folder.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="ByteSize">How long it is.</param>
/// <param name="Sha256">Its SHA-256, 32 bytes.</param>
public sealed record StoredFile(string Name, string Path, long ByteSize, ReadOnlyMemory<byte> Sha256)
{
    /// <summary>The files of a folder, by name.</summary>
    internal static IReadOnlyList<StoredFile> In(string folder) =>
        [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(path => new StoredFile(System.IO.Path.GetFileName(path), path, new FileInfo(path).Length, Hash(path)))];

    internal static byte[] Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
