using Bridge.Configuration;

namespace Goldens.Configs;

/// <summary>defaults.json: every class and identifier.</summary>
internal static class DefaultsGoldens
{
    public static IEnumerable<GoldenLine> Lines(ConfigMap file)
    {
        yield return new GoldenLine("default_config", () => GoldenMaps.Difference("name", file["default_config"], MethodPresets.Default));
        yield return new GoldenLine("default_fusion_config", () => GoldenMaps.Difference("name", file["default_fusion_config"], FusionPresets.Default));
        foreach (var (name, entry) in file.Map("classes").Texts) yield return new GoldenLine(name, () => Class(name, (ConfigMap)entry));
        foreach (var (name, entry) in file.Map("identifiers").Texts) yield return new GoldenLine(name, () => Identifier(name, (ConfigMap)entry));
    }

    private static string? Class(string name, ConfigMap entry)
    {
        var difference = DocumentComparison.Difference(entry, () => PythonObjects.Construct(name, ConfigMap.Empty));
        if (difference is not null) return difference;
        if (ConfigSchemas.Find(name) is { } schema)
        {
            var hidden = schema.Keys.Where(k => k.IsHidden).Select(k => KeyValuePair.Create(k.Name, k.Default!));
            difference = GoldenMaps.Difference("fields", entry["fields"], List(schema.Fields.Select(k => k.Name)))
                ?? GoldenMaps.Difference("bases", entry["bases"], List(schema.Bases))
                ?? GoldenMaps.Difference("class attributes", entry["class_attributes_not_fields"] ?? ConfigMap.Empty, ConfigMap.Of(hidden));
        }
        if (difference is not null || entry["error"] is not null) return difference;
        var document = PythonObjects.Construct(name, ConfigMap.Empty);
        return GoldenMaps.Difference("hash", entry["hash"], ConfigHash.Of(document))
            ?? GoldenMaps.Difference("len", entry["len"], document.Items.Count())
            ?? GoldenMaps.Difference("keys", entry["keys"], List(document.Items.Select(i => i.Key)));
    }

    private static string? Identifier(string name, ConfigMap entry)
    {
        var document = LibraryConfig.Load(name)!;
        var same = MethodPresets.Names.Where(n => n != name && LibraryConfig.Load(n) is { } other && other.ClassName == document.ClassName && other.SameValues(document));
        return DocumentComparison.Difference(entry, () => document)
            ?? GoldenMaps.Difference("hash", entry["hash"], ConfigHash.Of(document))
            ?? GoldenMaps.Difference("same_as", entry["same_as"], List(same));
    }

    private static ConfigSequence List(IEnumerable<string> items) => ConfigValue.List(items.Select(i => (ConfigValue)i));
}
