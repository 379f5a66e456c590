using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Fusion configurations as the reference library handles them, values of any type included. The typed way is <see cref="FusionConfig"/>.</summary>
public static class LibraryFusion
{
    /// <summary>The string notation's document.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static MethodDocument Load(string text, params IEnumerable<KeyValuePair<string, ConfigValue>> overrides)
    {
        var violations = new ViolationCollector();
        var document = ConfigGrammar.Read(text, violations, FusionPresets.All);
        if (document is UnionDocument)
            violations.Add(new ConfigViolation(ErrorReason.ArgumentInvalid, "", "a fusion has one configuration, not several") { Found = text, Allowed = "static or dynamic" });
        violations.ThrowIfAny($"\"{text}\"");
        return Load(((MethodDocument)document!).Values, overrides);
    }

    /// <summary>A dictionary's document; overrides may be null and may add keys.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static MethodDocument Load(ConfigMap dictionary, params IEnumerable<KeyValuePair<string, ConfigValue>> overrides) =>
        LibraryConfig.FromDictionary(ConfigSchemas.Fusion, dictionary.With(overrides));

    /// <summary>The document of a file: a dictionary, or a fusion's whole file with the dictionary under "config".</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static MethodDocument LoadFile(ConfigValue file) => file switch
    {
        ConfigMap map when map["config"] is ConfigMap inner => Load(inner),
        ConfigMap map when map["config"] is null => Load(map),
        _ => throw BridgeException.Invalid(ErrorReason.ConfigType, $"fusion configuration {file} is not a dictionary of keys and values", ("found", file)),
    };
}
