using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>The errors of this project, each worded and given its facts in one place.</summary>
internal static class CheckpointErrors
{
    /// <summary>CHECKPOINT_CORRUPT about a file as a whole.</summary>
    public static BridgeException Corrupt(string file, string what, string found, string allowed) =>
        BridgeException.Corrupt($"file \"{file}\": {what} is {found}; allowed: {allowed}",
            ("file", file), ("what", what), ("found", found), ("allowed", allowed));

    /// <summary>CHECKPOINT_CORRUPT about one tensor of a file.</summary>
    public static BridgeException CorruptTensor(string file, string tensor, string what, string found, string allowed) =>
        BridgeException.Corrupt($"file \"{file}\": tensor \"{Shorten(tensor)}\": {what} is {found}; allowed: {allowed}",
            ("file", file), ("tensor", Shorten(tensor)), ("what", what), ("found", found), ("allowed", allowed));

    /// <summary>FILE_NOT_FOUND.</summary>
    public static BridgeException NotFound(string path) =>
        BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{path}\" does not exist", ("file", path));

    /// <summary>A folder holds none of the files that would make it what it is taken for.</summary>
    public static BridgeException NoneOf(string folder, string what, params ReadOnlySpan<string> names)
    {
        var looked = string.Join(", ", names!);
        return BridgeException.NotFound(ErrorReason.FileNotFound, $"folder \"{folder}\" holds no {what}; looked for {looked}",
            ("file", folder), ("what", what), ("allowed", looked));
    }

    /// <summary>What an operating system error means to the caller.</summary>
    public static BridgeException FromIo(Exception error, string path) => error switch
    {
        BridgeException known => known,
        FileNotFoundException or DirectoryNotFoundException => NotFound(path),
        IOException io when IsDiskFull(io) => Wrap(ErrorCode.ResourceExhausted, ErrorReason.DiskFull, $"the disk that holds \"{path}\" is full", path, error),
        UnauthorizedAccessException when Directory.Exists(path) =>
            Wrap(ErrorCode.InvalidArgument, ErrorReason.ArgumentInvalid, $"\"{path}\" is a folder; a file is needed", path, error),
        UnauthorizedAccessException => Wrap(ErrorCode.FailedPrecondition, ErrorReason.ArgumentInvalid, $"access to \"{path}\" is denied", path, error),
        _ => Wrap(ErrorCode.FailedPrecondition, ErrorReason.ArgumentInvalid, $"\"{path}\" cannot be used: {error.Message}", path, error),
    };

    /// <summary>A text that came out of a file, at a length that fits a message.</summary>
    public static string Shorten(string text) => text.Length <= 200 ? text : string.Concat(text.AsSpan(0, 200), "...");

    private static BridgeException Wrap(ErrorCode code, ErrorReason reason, string message, string path, Exception error) =>
        new(code, reason, message, new Dictionary<string, string> { ["file"] = path, ["found"] = error.Message }, inner: error);

    // ENOSPC, EFBIG and EDQUOT arrive as the raw errno; Windows has ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static bool IsDiskFull(IOException error) =>
        (error.HResult & 0xFFFF) == 112 || (OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) == 39 : error.HResult is 28 or 27 or 122);
}
