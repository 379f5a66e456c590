using Bridge.Configuration;

namespace Goldens.Configs;

/// <summary>unions.json: what may be combined.</summary>
internal static class UnionsGoldens
{
    public static IEnumerable<GoldenLine> Lines(ConfigMap file)
    {
        foreach (var entry in file.Maps("unions"))
            yield return new GoldenLine($"union of {entry.Text("label")}", () => Union(entry));
        foreach (var entry in file.Maps("ready_made"))
            yield return new GoldenLine(entry.Text("expression"), () => DocumentComparison.Difference(entry, () => (ConfigDocument)PythonObjects.Make(entry.Text("expression"))));
    }

    private static string? Union(ConfigMap entry)
    {
        var parts = entry.Maps("parts").ToList();
        // What is no configuration cannot be handed over here: the compiler refuses what the library raises TypeError for.
        if (parts.Exists(p => !p.Text("class").EndsWith("Config", StringComparison.Ordinal)))
            return entry.Map("error").Text("type") == "TypeError" ? null : "expected TypeError";
        return DocumentComparison.Difference(entry, () => LibraryConfig.Union([.. parts.Select(p => Part(p.Text("class"), p.Map("config")))]));
    }

    private static ConfigDocument Part(string className, ConfigMap config) => config["configs"] is not null
        ? LibraryConfig.UnionFromDictionary(className, config)
        : LibraryConfig.Construct(PythonObjects.Schema(className), config);
}
