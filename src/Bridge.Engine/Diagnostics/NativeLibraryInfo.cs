namespace Bridge.Engine;

/// <summary>A native library as <see cref="Doctor"/> found it.</summary>
/// <param name="Name">File name.</param>
/// <param name="Path">Full path, or where it was looked for.</param>
/// <param name="Version">Its version where it tells one.</param>
/// <param name="ByteSize">Size of the file; 0 where there is none.</param>
/// <param name="Loaded">Whether this process has it.</param>
/// <param name="Error">Why not, or null.</param>
public sealed record NativeLibraryInfo(string Name, string Path, string? Version, long ByteSize, bool Loaded, string? Error);
