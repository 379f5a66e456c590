namespace Goldens.Running;

/// <summary>Finds cases: a folder is one when it holds case.json.</summary>
public static class CaseDiscovery
{
    /// <summary>Every case in or below a folder, ordered by path.</summary>
    public static IEnumerable<GoldenCase> Below(string folder)
    {
        if (File.Exists(Path.Combine(folder, "case.json"))) return [new GoldenCase(Path.TrimEndingDirectorySeparator(folder))];
        return Directory.EnumerateFiles(folder, "case.json", SearchOption.AllDirectories)
            .Select(f => Path.GetDirectoryName(f)!)
            .Order(StringComparer.Ordinal)
            .Select(f => new GoldenCase(f));
    }
}
