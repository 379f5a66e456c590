using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>Files that are there whole or not at all, whatever happens while they are written.</summary>
public static class AtomicFile
{
    private const int DiskFull = 28; // ENOSPC

    /// <summary>
    /// Writes beside the target, forces it to disk, then renames. Readers that have the old file mapped keep it. DISK_FULL when the disk is.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch (IOException error) when ((error.HResult & 0xFFFF) == DiskFull)
        {
            throw new BridgeException(ErrorCode.ResourceExhausted, ErrorReason.DiskFull, $"the disk is full: \"{full}\" was not written",
                new Dictionary<string, string> { ["path"] = full }, inner: error);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
