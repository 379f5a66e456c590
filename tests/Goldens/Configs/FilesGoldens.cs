using Bridge.Configuration;

namespace Goldens.Configs;

/// <summary>files.json: configurations in files, and the same dictionaries without files.</summary>
internal static class FilesGoldens
{
    public static IEnumerable<GoldenLine> Lines(ConfigMap file)
    {
        var texts = new Dictionary<string, string>();
        foreach (var entry in file.Maps("files"))
        {
            texts[entry.Text("name")] = entry.Text("text");
            yield return new GoldenLine($"file {entry.Text("name")}", () => DocumentComparison.Difference(entry, () => LibraryConfig.LoadFile(entry.Text("text"))));
        }
        foreach (var entry in file.Maps("same_as_dict"))
            yield return new GoldenLine($"dictionary {entry.Text("name")}",
                () => DocumentComparison.Difference(entry, () => LibraryConfig.Load((ConfigMap)ConfigJson.Parse(texts[entry.Text("name")]))));
    }
}
