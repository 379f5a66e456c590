namespace Bridge.Checkpoints;

/// <summary>Files that are there whole or not at all, whatever happens while they are written.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes beside the target, forces it to disk, then renames it over the target (a link is replaced, not followed). Readers that have the old file open or mapped
    /// keep it. When <paramref name="write"/> fails nothing has changed. DISK_FULL when the disk is.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full) ?? full;
        var temporary = Path.Combine(folder, TemporaryName(full));
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
            NativeFiles.SyncFolder(folder);
        }
        catch (Exception error)
        {
            TryDelete(temporary);
            if (error is IOException or UnauthorizedAccessException) throw CheckpointErrors.FromIo(error, full);
            throw;
        }
    }

    /// <summary>A hidden name beside <paramref name="path"/>, never used before, that tells what it was for.</summary>
    internal static string TemporaryName(string path)
    {
        var name = Path.GetFileName(path);
        return $".{(name.Length > 100 ? name[..100] : name)}.{Guid.NewGuid():N}.tmp";
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report; a hidden temporary file stays behind.
        }
    }
}
