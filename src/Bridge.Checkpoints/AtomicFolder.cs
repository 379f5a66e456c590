namespace Bridge.Checkpoints;

/// <summary>Folders that are there whole or not at all.</summary>
public static class AtomicFolder
{
    /// <summary>
    /// Fills a folder beside the target, then puts it in the target's place. <paramref name="fill"/> gets the path to write to. What stood there before is kept until the new
    /// folder is whole.
    /// </summary>
    public static void Write(string path, Action<string> fill)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var parent = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(parent);
        var fresh = Path.Combine(parent, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        var old = fresh + ".old";
        Directory.CreateDirectory(fresh);
        try
        {
            fill(fresh);
            if (Directory.Exists(full)) Directory.Move(full, old);
            Directory.Move(fresh, full);
        }
        catch
        {
            if (!Directory.Exists(full) && Directory.Exists(old)) Directory.Move(old, full);
            throw;
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
            if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        }
    }
}
