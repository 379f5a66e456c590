namespace TestKit;

/// <summary>The folder that holds Bridge.sln, found upwards from the test's own.</summary>
public static class RepositoryRoot
{
    /// <summary>Its full path.</summary>
    public static string Path { get; } = Find();

    /// <summary>A path below it.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Bridge.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no Bridge.sln above {AppContext.BaseDirectory}");
    }
}
