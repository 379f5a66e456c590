namespace Bridge.Configuration;

/// <summary>Configurations as the reference library handles them, values of any type included. The typed way is <see cref="AdapterConfig"/>.</summary>
public static class LibraryConfig
{
    /// <summary>The string notation's document; null for an empty text, as in the library.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static ConfigDocument? Load(string text, params IEnumerable<KeyValuePair<string, ConfigValue>> overrides)
    {
        if (text.Length == 0) return null;
        var violations = new ViolationCollector();
        var document = ConfigGrammar.Read(text, violations);
        return Complete($"\"{text}\"", document, overrides, violations);
    }

    /// <summary>A dictionary's document; null for an empty one, as in the library.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static ConfigDocument? Load(ConfigMap dictionary, params IEnumerable<KeyValuePair<string, ConfigValue>> overrides)
    {
        if (dictionary.Entries.Count == 0) return null;
        var violations = new ViolationCollector();
        var document = DictionaryReader.Read(dictionary.With(Given(overrides)), violations);
        return Complete(ConfigJson.Write(dictionary), document, [], violations);
    }

    /// <summary>The document of a file's text: a dictionary, or an adapter's whole file.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static ConfigDocument LoadFile(string json)
    {
        var violations = new ViolationCollector();
        return Complete("file", DictionaryReader.ReadFile(ConfigJson.Parse(json), violations), [], violations)!;
    }

    /// <summary>The class made of a dictionary; keys that it does not declare are kept.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static MethodDocument FromDictionary(ConfigSchema schema, ConfigMap dictionary)
    {
        var violations = new ViolationCollector();
        var document = ConfigFactory.FromDictionary(schema, dictionary, "", violations);
        violations.ThrowIfAny(schema.ClassName);
        return document!;
    }

    /// <summary>The class with these values; keys that it does not declare are errors.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
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
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every pair that cannot act together.</exception>
    public static UnionDocument Union(IReadOnlyList<MethodDocument> parts, string className = "ConfigUnion")
    {
        var violations = new ViolationCollector();
        UnionRules.Check(parts, i => $"configs[{i}]", _ => null, violations);
        violations.ThrowIfAny("union");
        return new UnionDocument(className, ValueList.From(parts));
    }

    /// <summary>The document with changed values; in a union every part is changed and each must know every key.</summary>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT with every violation.</exception>
    public static ConfigDocument Replace(ConfigDocument document, params IEnumerable<KeyValuePair<string, ConfigValue>> changes)
    {
        var violations = new ViolationCollector();
        return Complete(document.ClassName, Replace(document, [.. changes], violations), [], violations)!;
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
        return document;
    }

    // None means "not given", and a union's dictionary has no key that an override could reach.
    private static List<KeyValuePair<string, ConfigValue>> Given(IEnumerable<KeyValuePair<string, ConfigValue>> overrides) =>
        [.. overrides.Where(o => o.Value is not ConfigNull)];
}
