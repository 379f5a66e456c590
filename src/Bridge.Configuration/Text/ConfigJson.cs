using System.Globalization;
using System.Text.Json.Nodes;
using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>JSON, between text, <see cref="JsonNode"/> and <see cref="ConfigValue"/>, written the way Python writes it so that files stay the same byte for byte.</summary>
public static class ConfigJson
{
    /// <summary>Reads JSON as Python does: NaN and Infinity are numbers, integers have any size, a key that comes again wins.</summary>
    /// <exception cref="BridgeException">CONFIG_SYNTAX with line and column.</exception>
    public static ConfigValue Parse(string text) => new JsonReader(text).ReadDocument();

    /// <summary>Writes JSON on one line (", " and ": " between), as <c>json.dumps</c> does.</summary>
    public static string Write(ConfigValue value, bool sortKeys = false, bool escapeUnicode = true) =>
        new JsonTextWriter(sortKeys, indent: 0, escapeUnicode).Write(value);

    /// <summary>Writes JSON over several lines, as the reference library writes its files: keys sorted but for setups.</summary>
    public static string WriteFile(ConfigValue value, bool sortKeys = true) => new JsonTextWriter(sortKeys, indent: 2, escapeUnicode: true).Write(value);

    /// <summary>The value as a node. Tuples and sets become arrays, keys texts; numbers that JSON lacks become null.</summary>
    public static JsonNode? ToNode(ConfigValue value) => value switch
    {
        ConfigBool b => JsonValue.Create(b.Value),
        // A number keeps its text (4.0 is not 4, integers may be large): such nodes are made from their JSON.
        ConfigInteger i => JsonNode.Parse(i.Value.ToString(CultureInfo.InvariantCulture)),
        ConfigNumber n => double.IsFinite(n.Value) ? JsonNode.Parse(PythonWriter.Number(n.Value)) : null,
        ConfigString s => JsonValue.Create(s.Value),
        ConfigOpaque o => JsonValue.Create(o.Text),
        ConfigSequence s => new JsonArray([.. s.Items.Select(ToNode)]),
        ConfigMap m => ToObject(m),
        _ => null,
    };

    /// <summary>The map as an object.</summary>
    public static JsonObject ToObject(ConfigMap map)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map.Entries) result[JsonTextWriter.KeyText(key)] = ToNode(value);
        return result;
    }

    /// <summary>The node as a value.</summary>
    public static ConfigValue FromNode(JsonNode? node) => node is null ? ConfigValue.Null : Parse(node.ToJsonString());
}
