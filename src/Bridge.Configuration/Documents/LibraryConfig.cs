using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Configurations as the reference library handles them, values of any type included. The typed way is <see cref="AdapterConfig"/>.</summary>
public static class LibraryConfig
{
    /// <summary>An identifier's configuration with the classes that it is declared with; null for one that is not known.</summary>
    public static ConfigDocument? Identifier(string name) => MethodPresets.Find(name) switch
    {
        null => null,
        { IsUnion: true } preset => Union(Ready(name), preset.ClassName),
        _ => Ready(name)[0],
    };

    /// <summary>The string notation's document; null for an empty text, as in the library.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static ConfigDocument? Load(string text, params IEnumerable<KeyValuePair<string, ConfigValue>> overrides)
    {
        if (text.Length == 0) return null;
        var violations = new ViolationCollector();
        var document = ConfigGrammar.Read(text, violations);
        return Complete($"\"{text}\"", document, overrides, violations);
    }

    /// <summary>A dictionary's document; null for an empty one, as in the library.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static ConfigDocument? Load(ConfigMap dictionary, params IEnumerable<KeyValuePair<string, ConfigValue>> overrides)
    {
        if (dictionary.Entries.Count == 0) return null;
        var violations = new ViolationCollector();
        var document = DictionaryReader.Read(dictionary.With(Given(overrides)), violations);
        return Complete(ConfigJson.Write(dictionary), document, [], violations);
    }

    /// <summary>The document of a file's text: a dictionary, or an adapter's whole file.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static ConfigDocument LoadFile(string json)
    {
        var violations = new ViolationCollector();
        return Complete("file", DictionaryReader.ReadFile(ConfigJson.Parse(json), violations), [], violations)!;
    }

    /// <summary>The class made of a dictionary; keys that it does not declare are kept.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static MethodDocument FromDictionary(ConfigSchema schema, ConfigMap dictionary)
    {
        var violations = new ViolationCollector();
        var document = ConfigFactory.FromDictionary(schema, dictionary, "", violations);
        violations.ThrowIfAny(schema.ClassName);
        return document!;
    }

    /// <summary>The class with these values; keys that it does not declare are errors.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static MethodDocument Construct(ConfigSchema schema, ConfigMap values)
    {
        var violations = new ViolationCollector();
        var document = ConfigFactory.Construct(schema, values.Texts, "", null, violations);
        violations.ThrowIfAny(schema.ClassName);
        return document!;
    }

    /// <summary>A union of these methods.</summary>
    /// <param name="parts">The methods.</param>
    /// <param name="className">The union's class.</param>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every pair that cannot act together.</exception>
    public static UnionDocument Union(IReadOnlyList<ConfigDocument> parts, string className = "ConfigUnion")
    {
        var violations = new ViolationCollector();
        for (var i = 0; i < parts.Count; i++)
            if (parts[i] is UnionDocument)
                violations.Add(new ConfigViolation(ErrorReason.ConfigType, $"configs[{i}]", $"{parts[i].ClassName} is a union itself and cannot be part of one") { Found = parts[i].ClassName });
        var methods = parts.OfType<MethodDocument>().ToList();
        if (violations.Count == 0) UnionRules.Check(methods, i => $"configs[{i}]", _ => null, violations);
        violations.ThrowIfAny("union");
        return new UnionDocument(className, ValueList.From(methods));
    }

    /// <summary>A union's class made of a dictionary with "configs"; the ready-made unions put their own parts where none are given.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static UnionDocument UnionFromDictionary(string className, ConfigMap dictionary)
    {
        var violations = new ViolationCollector();
        var union = DictionaryReader.ReadUnion(className, dictionary, violations);
        violations.ThrowIfAny(className);
        ConfigDocument? Part(int index) => index < union!.Parts.Count ? union.Parts[index] : null;
        return className switch
        {
            "MAMConfig" => MixAndMatch(Part(0), Part(1)),
            "UniPELTConfig" => UniPelt(Part(0), Part(1), Part(2)),
            _ => union!,
        };
    }

    /// <summary>Mix-and-match of given parts, or of the ready-made ones where null.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT where a part is of another class.</exception>
    public static UnionDocument MixAndMatch(ConfigDocument? prefixTuning = null, ConfigDocument? adapter = null)
    {
        var violations = new ViolationCollector();
        RequireClass(prefixTuning, "PrefixTuningConfig", "prefix_tuning", violations);
        RequireClass(adapter, "BnConfig", "adapter", violations);
        violations.ThrowIfAny("MAMConfig");
        var ready = Ready("mam");
        return Union([prefixTuning ?? ready[0], adapter ?? ready[1]], "MAMConfig");
    }

    /// <summary>UniPELT of given parts, or of the ready-made ones where null; each gets its gate.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT where a part knows no gate or two are of one kind.</exception>
    public static UnionDocument UniPelt(ConfigDocument? prefixTuning = null, ConfigDocument? adapter = null, ConfigDocument? lora = null)
    {
        var ready = Ready("unipelt");
        ConfigDocument[] parts = [prefixTuning ?? ready[0], adapter ?? ready[1], lora ?? ready[2]];
        return Union([.. parts.Select(p => Replace(p, KeyValuePair.Create("use_gating", (ConfigValue)true)))], "UniPELTConfig");
    }

    /// <summary>The document with changed values; in a union every part is changed and each must know every key.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static ConfigDocument Replace(ConfigDocument document, params IEnumerable<KeyValuePair<string, ConfigValue>> changes)
    {
        var violations = new ViolationCollector();
        return Complete(document.ClassName, Replace(document, [.. changes], violations), [], violations)!;
    }

    private static List<MethodDocument> Ready(string name) => [.. MethodPresets.Find(name)!.Parts.Select(p => Construct(p.Schema, p.Values))];

    private static void RequireClass(ConfigDocument? part, string className, string field, ViolationCollector violations)
    {
        if (part is null || (part is MethodDocument method && method.Schema.Is(className))) return;
        violations.Add(new ConfigViolation(ErrorReason.ConfigType, field, $"{part!.ClassName} is no {className}") { Found = part.ClassName, Allowed = className });
    }

    internal static ConfigDocument? Replace(ConfigDocument document, List<KeyValuePair<string, ConfigValue>> changes, ViolationCollector violations)
    {
        if (document is MethodDocument method) return Replace(method, changes, "", violations);
        var parts = ((UnionDocument)document).Parts.Select((p, i) => Replace(p, changes, $"configs[{i}]", violations)).ToList();
        return parts.Contains(null) ? null : new UnionDocument("ConfigUnion", ValueList.From(parts.OfType<MethodDocument>()));
    }

    private static MethodDocument? Replace(MethodDocument method, List<KeyValuePair<string, ConfigValue>> changes, string field, ViolationCollector violations)
    {
        var changed = ConfigFactory.Construct(method.Schema, method.Values.Texts.Concat(changes), field, null, violations);
        return changed is null ? null : changed with { Attributes = method.Attributes };
    }

    private static ConfigDocument? Complete(string subject, ConfigDocument? document, IEnumerable<KeyValuePair<string, ConfigValue>> overrides, ViolationCollector violations)
    {
        if (document is MethodDocument method && Given(overrides) is { Count: > 0 } given)
            document = ConfigFactory.FromDictionary(method.Schema, method.Values.With(given), "", violations);
        violations.ThrowIfAny(subject);
        return document is UnionDocument union && Given(overrides).Exists(o => o.Key == "configs")
            ? UnionFromDictionary(union.UnionClass, union.ToDictionary().With(Given(overrides)))
            : document;
    }

    // None means "not given". Of a union's dictionary an override reaches "configs" only.
    private static List<KeyValuePair<string, ConfigValue>> Given(IEnumerable<KeyValuePair<string, ConfigValue>> overrides) =>
        [.. overrides.Where(o => o.Value is not ConfigNull)];
}
