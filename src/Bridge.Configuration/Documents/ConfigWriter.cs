namespace Bridge.Configuration;

/// <summary>Canonical text and file form of checked configurations.</summary>
internal static class ConfigWriter
{
    public static string Write(AdapterConfig config)
    {
        if (config is ConfigUnion union) return WriteUnion(union) ?? Json(config);
        return WriteMethod((MethodDocument)config.ToDocument(), MethodPresets.All) ?? Json(config);
    }

    /// <summary>The dictionary that goes into a file: what the library writes, what it would lose, and what was kept.</summary>
    public static ConfigMap FileDictionary(AdapterConfig config)
    {
        if (config is not ConfigUnion union) return FileDictionary((MethodDocument)config.ToDocument());
        return ConfigMap.Of(
        [
            KeyValuePair.Create("architecture", (ConfigValue)"union"),
            KeyValuePair.Create("configs", (ConfigValue)ConfigValue.List(union.Configs.Select(FileDictionary))),
        ]);
    }

    private static ConfigMap FileDictionary(MethodDocument document) => document.Values.With(document.Attributes.Texts);

    private static string Json(AdapterConfig config) => ConfigJson.Write(FileDictionary(config));

    private static string? WriteUnion(ConfigUnion union)
    {
        var parts = union.Configs.Select(c => (MethodDocument)c.ToDocument()).ToList();
        if (parts.Count < 2) return null;
        foreach (var preset in MethodPresets.All.Where(p => p.Parts.Count == parts.Count && p.DeprecatedFor is null))
            if (preset.Parts.Zip(parts).All(p => Fits(p.First, p.Second) && Differences(p.First, p.Second).Count == 0)) return preset.Name;
        var texts = parts.Select(p => WriteMethod(p, MethodPresets.All)).ToList();
        return texts.Contains(null) ? null : string.Join('|', texts);
    }

    // The identifier that leaves the fewest keys to name; the first of the catalogue among equals.
    public static string? WriteMethod(MethodDocument document, ValueList<MethodPreset> presets)
    {
        string? name = null;
        List<KeyValuePair<string, ConfigValue>>? least = null;
        foreach (var preset in presets.Where(p => p.Parts.Count == 1 && p.DeprecatedFor is null && Fits(p.Parts[0], document)))
        {
            var differences = Differences(preset.Parts[0], document);
            if (least is not null && differences.Count >= least.Count) continue;
            (name, least) = (preset.Name, differences);
        }
        if (name is null || least is null) return null;
        return least.Count == 0 ? name : $"{name}[{string.Join(',', least.Select(d => $"{d.Key}={Literal(d.Value)}"))}]";
    }

    // Same method, nothing kept, and what the notation cannot say (hidden keys) as the identifier has it.
    private static bool Fits(PresetPart part, MethodDocument document) =>
        part.Schema.Architecture == document.Schema.Architecture
        && document.Attributes.Texts.All(a => document.Schema.Find(a.Key) is { IsHidden: true })
        && document.Schema.Keys.Where(k => k.IsHidden).All(k => PythonEquality.AreEqual(document[k.Name]!, part.Schema.Find(k.Name)!.Default!));

    // By type and value: documents of records write each key in one style, and for VeRA's values 0 and 0.0 are two things.
    private static List<KeyValuePair<string, ConfigValue>> Differences(PresetPart part, MethodDocument document) =>
        [.. document.Values.Texts.Where(v => !v.Value.Equals(part.Values[v.Key] ?? part.Schema.Find(v.Key)!.Default))];

    // Bars and equal signs would be taken for the notation's own wherever they stand, so a text carries them as escapes.
    private static string Literal(ConfigValue value) =>
        value.PythonText.Replace("|", "\\x7c", StringComparison.Ordinal).Replace("=", "\\x3d", StringComparison.Ordinal);
}
