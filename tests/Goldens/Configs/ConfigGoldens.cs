using Bridge.Configuration;

namespace Goldens.Configs;

/// <summary>
/// Compares this product's configurations with what the reference library made of the same strings, files, dictionaries and compositions, line by line.
/// Runs on any folder of that format; files that are not there are not missed. Parameter counts and initial values are not its business: they need a model.
/// </summary>
public static class ConfigGoldens
{
    private static readonly (string File, Func<ConfigMap, IEnumerable<GoldenLine>> Lines)[] Files =
    [
        ("defaults.json", DefaultsGoldens.Lines),
        ("strings.json", StringsGoldens.Lines),
        ("files.json", FilesGoldens.Lines),
        ("replace.json", ReplaceGoldens.Lines),
        ("unions.json", UnionsGoldens.Lines),
        ("fusion.json", FusionGoldens.Lines),
        ("compositions.json", CompositionsGoldens.Lines),
        ("model_config.json", ModelConfigGoldens.Lines),
    ];

    /// <summary>Every line of the folder's files: its name, and where it differs, how.</summary>
    public static IEnumerable<(string Case, string? Failure)> Run(string folder)
    {
        foreach (var (file, lines) in Files)
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path)) continue;
            foreach (var line in lines((ConfigMap)ConfigJson.Parse(File.ReadAllText(path)))) yield return ($"{file[..^5]}/{line.Name}", line.Check());
        }
    }
}
