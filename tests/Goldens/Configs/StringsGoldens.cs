using Bridge.Configuration;

namespace Goldens.Configs;

/// <summary>strings.json: the string notation, alone and with arguments.</summary>
internal static class StringsGoldens
{
    public static IEnumerable<GoldenLine> Lines(ConfigMap file)
    {
        foreach (var entry in file.Maps("strings"))
            yield return new GoldenLine(ConfigJson.Write(entry["input"]!), () => DocumentComparison.Difference(entry, () => LibraryConfig.Load(entry.Text("input"))));
        foreach (var entry in file.Maps("with_arguments"))
        {
            var overrides = entry.Map("kwargs").Texts;
            yield return new GoldenLine($"{ConfigJson.Write(entry["input"]!)} with {entry["kwargs"]}", () => DocumentComparison.Difference(entry,
                () => entry["input"] is ConfigMap map ? LibraryConfig.Load(map, overrides) : LibraryConfig.Load(entry.Text("input"), overrides)));
        }
    }
}
