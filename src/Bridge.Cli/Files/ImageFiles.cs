using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Files;

/// <summary>Images that a command names.</summary>
internal static class ImageFiles
{
    /// <summary>The files' bytes, in order; null where none is named. FILE_NOT_FOUND.</summary>
    public static ImageRows? Read(string[]? paths)
    {
        if (paths is not { Length: > 0 }) return null;
        return new ImageRows([.. paths.Select(path => (ReadOnlyMemory<byte>)(File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw BridgeException.NotFound(ErrorReason.FileNotFound, $"there is no image \"{path}\"", ("path", path))))]);
    }
}
