namespace Bridge.Torch;

/// <summary>What is known about one native library.</summary>
/// <param name="Name">File name.</param>
/// <param name="Path">Full path, or where it was looked for.</param>
/// <param name="Version">Its version where it tells one.</param>
/// <param name="ByteSize">Size of the file; 0 where there is none.</param>
/// <param name="Loaded">Whether this process has it.</param>
/// <param name="Error">Why not, or null.</param>
public sealed record NativeLibraryReport(string Name, string Path, string? Version, long ByteSize, bool Loaded, string? Error)
{
    /// <summary>Of a file that is there; loaded where there is no error.</summary>
    internal static NativeLibraryReport Of(string path, string? version = null, string? error = null) =>
        new(System.IO.Path.GetFileName(path), path, version, new FileInfo(path).Length, error is null, error);
}
