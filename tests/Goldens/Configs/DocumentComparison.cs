using Bridge.Configuration;
using Bridge.Core;

namespace Goldens.Configs;

/// <summary>Compares a document with what the library made, and then the checked record with the document.</summary>
internal static class DocumentComparison
{
    public static string? Difference(ConfigMap entry, Func<ConfigDocument?> action)
    {
        if (entry["error"] is ConfigMap error) return ErrorKinds.Difference(error, () => action()?.ToDictionary());
        var document = action();
        if (entry["class"] is ConfigNull) return document is null ? null : $"expected nothing, found {document.ToDictionary()}";
        if (document is null) return "expected a configuration, found nothing";
        return GoldenMaps.Difference("class", entry["class"], document.ClassName)
            ?? GoldenMaps.Difference("result", entry["result"], Printable(document.ToDictionary()))
            ?? (entry["python"] is { } python ? GoldenMaps.Difference("python", python, document.ToDictionary().PythonText) : null)
            ?? Parts(entry, document)
            ?? Typed(document);
    }

    /// <summary>
    /// What a checked record must hold: it is either refused for a value's type or range, or says the same as the document, in every notation.
    /// </summary>
    public static string? Typed(ConfigDocument document)
    {
        AdapterConfig config;
        try
        {
            config = AdapterConfig.FromDocument(document, lenient: true);
        }
        catch (BridgeException e)
        {
            return e.Reason is ErrorReason.ConfigType or ErrorReason.ConfigValueRange && e.Violations.Count > 0 ? null : $"refused with {e.Reason}: {e.Message}";
        }
        var (read, written) = (ThroughJson(document.ToDictionary()), ThroughJson(config.ToDocument().ToDictionary()));
        if (!PythonEquality.AreEqual(read, written)) return $"the record differs: {GoldenMaps.Difference("values", read, written)}";
        if (AdapterConfig.Parse(config.Write(), lenient: true) != config) return $"its text {config.Write()} does not give it back";
        return AdapterConfig.FromJson(config.ToJson(), lenient: true) == config ? null : $"its JSON {config.ToJson()} does not give it back";
    }

    /// <summary>The same with numbers that JSON lacks as text, which is how the golden data has them.</summary>
    public static ConfigMap Printable(ConfigMap map) =>
        ConfigMap.Of(map.Texts.Select(e => KeyValuePair.Create(e.Key, e.Value is ConfigNumber { Value: var v } && !double.IsFinite(v) ? e.Value.PythonText : e.Value)));

    private static string? Parts(ConfigMap entry, ConfigDocument document)
    {
        if (document is MethodDocument method)
            return GoldenMaps.Difference("attributes outside to_dict", entry["attributes_outside_to_dict"] ?? ConfigMap.Empty, method.Attributes);
        var parts = ((UnionDocument)document).Parts;
        return GoldenMaps.Difference("classes", entry["classes"], ConfigValue.List(parts.Select(p => (ConfigValue)p.ClassName)))
            ?? (entry["attributes_outside_to_dict"] is { } outside ? GoldenMaps.Difference("attributes outside to_dict", outside, ConfigValue.List(parts.Select(p => p.Attributes))) : null);
    }

    // As JSON has it, but sets as lists: the golden data shows them as Python's text.
    private static ConfigValue ThroughJson(ConfigMap map) => ConfigJson.Parse(ConfigJson.Write(ConfigMap.Of(map.Texts.Select(
        e => KeyValuePair.Create(e.Key, e.Value is ConfigSequence set ? ConfigValue.List(set.Items) : e.Value)))));
}
