using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Dictionaries and files, as the library's <c>AdapterConfig.load</c> takes them.</summary>
internal static class DictionaryReader
{
    /// <summary>What a file holds: a dictionary, or an adapter's full file with the dictionary under "config".</summary>
    public static ConfigDocument? ReadFile(ConfigValue file, ViolationCollector violations)
    {
        if (file is ConfigMap map && map["config"] is { } inner)
        {
            if (inner is ConfigMap config) return Read(config, violations);
            violations.Add(Wrong("config", inner));
            return null;
        }
        if (file is ConfigMap whole) return Read(whole, violations);
        violations.Add(Wrong("", file));
        return null;
    }

    /// <summary>A dictionary's document.</summary>
    public static ConfigDocument? Read(ConfigMap dictionary, ViolationCollector violations) =>
        dictionary["architecture"] is ConfigString { Value: "union" } ? ReadUnion("ConfigUnion", dictionary, violations) : ReadMethod(dictionary, "", violations);

    /// <summary>The document of a union's dictionary.</summary>
    public static UnionDocument? ReadUnion(string className, ConfigMap dictionary, ViolationCollector violations)
    {
        if (dictionary["configs"] is not { } configs)
        {
            violations.Add(new ConfigViolation(ErrorReason.ArgumentInvalid, "configs", "the key is missing; a list of configurations is needed"));
            return null;
        }
        if (configs is not ConfigSequence list)
        {
            violations.Add(Wrong("configs", configs));
            return null;
        }
        var parts = list.Items.Select((item, i) => ReadPart(item, $"configs[{i}]", violations)).ToList();
        if (parts.Contains(null)) return null;
        var before = violations.Count;
        var read = parts.OfType<MethodDocument>().ToList();
        UnionRules.Check(read, i => $"configs[{i}]", _ => null, violations);
        return violations.Count > before ? null : new UnionDocument(className, ValueList.From(read));
    }

    private static MethodDocument? ReadPart(ConfigValue item, string field, ViolationCollector violations)
    {
        if (item is ConfigMap map && map["architecture"] is not ConfigString { Value: "union" }) return ReadMethod(map, field, violations);
        violations.Add(item is ConfigMap ? Wrong(field, "union", "a union cannot be part of a union") : Wrong(field, item));
        return null;
    }

    private static MethodDocument? ReadMethod(ConfigMap dictionary, string field, ViolationCollector violations)
    {
        var architecture = dictionary["architecture"] ?? ConfigValue.Null;
        var schema = architecture switch
        {
            ConfigNull => ConfigSchemas.Bottleneck,
            ConfigString s => ConfigSchemas.ForArchitecture(s.Value),
            _ => null,
        };
        if (schema is not null) return ConfigFactory.FromDictionary(schema, dictionary, field, violations);
        string[] known = ["lora", "mtl_lora", "prefix_tuning", "prompt_tuning", "reft", "union"];
        violations.Add(new ConfigViolation(ErrorReason.ConfigUnknownMethod, ConfigFactory.Join(field, "architecture"), $"{architecture} is not known; there are {string.Join(", ", known)}, and null for bottleneck adapters")
        {
            Nearest = architecture is ConfigString name ? Nearest.Of(name.Value, known) : null,
            Found = architecture.PythonText,
            Allowed = string.Join(", ", known),
        });
        return null;
    }

    private static ConfigViolation Wrong(string field, ConfigValue found, string? why = null) =>
        new(ErrorReason.ConfigType, field, why ?? $"{found} is not a dictionary of keys and values") { Found = found.PythonText, Allowed = "a dictionary" };
}
