namespace Bridge.Checkpoints;

/// <summary>Folders that are there whole or not at all.</summary>
public static class AtomicFolder
{
    /// <summary>
    /// Fills a new folder beside the target, then puts it in the target's place (on Linux in one step). <paramref name="fill"/> gets the path to write to. What a folder of that
    /// name held is kept until the new one is whole; then what is <paramref name="replaced"/> of it is deleted and all else is moved into the new folder, so
    /// that a user's own files survive. It is asked with paths relative to the folder, those of folders end with a slash; by default nothing is replaced but what a new file or
    /// folder has the name of. Who owns the folder as a whole answers always true. When <paramref name="fill"/> fails nothing has changed.
    /// </summary>
    public static void Write(string path, Action<string> fill, Func<string, bool>? replaced = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var parent = Path.GetDirectoryName(full) ?? full;
        var fresh = Path.Combine(parent, AtomicFile.TemporaryName(full));
        var isOurs = true;
        try
        {
            Directory.CreateDirectory(parent);
            Directory.CreateDirectory(fresh);
            fill(fresh);
            NativeFiles.SyncFolder(fresh);
            if (Directory.Exists(full))
            {
                Exchange(fresh, full);
                isOurs = false;
                Keep(fresh, full, "", replaced ?? (_ => false));
            }
            else
            {
                Directory.Move(fresh, full);
            }
            NativeFiles.SyncFolder(parent);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CheckpointErrors.FromIo(error, full);
        }
        finally
        {
            // Only what was made here is deleted. After the exchange the hidden folder holds the user's files until all are moved.
            if (isOurs && Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    // Afterwards `fresh` is the old folder.
    private static void Exchange(string fresh, string full)
    {
        if (NativeFiles.TryExchange(fresh, full)) return;
        var old = fresh + ".old";
        Directory.Move(full, old);
        try
        {
            Directory.Move(fresh, full);
        }
        catch
        {
            Directory.Move(old, full);
            throw;
        }
        Directory.Move(old, fresh);
    }

    private static void Keep(string old, string full, string prefix, Func<string, bool> replaced)
    {
        foreach (var entry in new DirectoryInfo(old).EnumerateFileSystemInfos().ToList())
        {
            var target = Path.Combine(full, entry.Name);
            var isFolder = entry is DirectoryInfo { LinkTarget: null };
            var name = prefix + entry.Name + (isFolder ? "/" : "");
            if (isFolder && Directory.Exists(target)) Keep(entry.FullName, target, name, replaced);
            else if (isFolder && replaced(name)) Directory.Delete(entry.FullName, recursive: true);
            else if (Path.Exists(target) || (!isFolder && replaced(name))) entry.Delete();
            else if (entry is DirectoryInfo folder) folder.MoveTo(target);
            else ((FileInfo)entry).MoveTo(target);
        }
        Directory.Delete(old, recursive: false);
    }
}
