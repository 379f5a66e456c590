namespace Bridge.Training.Checkpointing;

/// <summary>Folders that appear whole or not at all.</summary>
internal static class AtomicFolder
{
    public static void Write(string path, Action<string> fill)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(parent);
        var temporary = Path.Combine(parent, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(temporary);
        try
        {
            fill(temporary);
            if (Directory.Exists(path)) Delete(path);
            Directory.Move(temporary, path);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    /// <summary>Takes a folder away: renamed first, so that half of it is never seen.</summary>
    public static void Delete(string path)
    {
        var gone = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.old");
        Directory.Move(path, gone);
        Directory.Delete(gone, recursive: true);
    }
}
