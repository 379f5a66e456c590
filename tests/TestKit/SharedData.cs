namespace TestKit;

/// <summary>Reference data that lies outside the repository, where it is there.</summary>
public static class SharedData
{
    /// <summary>Its folder: BRIDGE_SHARED, else <c>shared</c> beside the repository's root; null where neither is there.</summary>
    public static string? Root { get; } = Find();

    /// <summary>A folder or file in it, or null where it is not there.</summary>
    public static string? Path(params string[] parts)
    {
        if (Root is null) return null;
        var path = System.IO.Path.Combine([Root, .. parts]);
        return Directory.Exists(path) || File.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        var given = Environment.GetEnvironmentVariable("BRIDGE_SHARED");
        if (!string.IsNullOrEmpty(given)) return Directory.Exists(given) ? given : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "Bridge.sln"))) continue;
            var beside = System.IO.Path.Combine(folder.Parent?.FullName ?? folder.FullName, "shared");
            return Directory.Exists(beside) ? beside : null;
        }
        return null;
    }
}
