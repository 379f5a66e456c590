using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>What becomes of keys that a method does not know.</summary>
internal static class UnknownKeys
{
    // Keys that earlier versions of the library wrote and none acts on: any value is harmless.
    private static readonly ValueList<string> Harmless = ["attention_type", "new_attention_norm", "type", "version", "config_id", "name"];

    /// <summary>
    /// The keys to keep, without hidden ones, which records have as properties. A key that is neither known to be harmless nor set to null, false, zero or
    /// nothing may ask for something that would not be done: a violation, unless lenient.
    /// </summary>
    public static ConfigMap Check(MethodDocument document, string field, bool lenient, ViolationCollector violations)
    {
        var kept = new List<KeyValuePair<string, ConfigValue>>();
        foreach (var (name, value) in document.Attributes.Texts)
        {
            if (document.Schema.Find(name) is not null) continue;
            // A bottleneck configuration declares no architecture, but a file may say that it has none.
            if (name == "architecture" && value is ConfigNull) continue;
            kept.Add(KeyValuePair.Create(name, value));
            if (lenient || !value.IsTruthy || Harmless.Contains(name)) continue;
            violations.Add(() => Describe(document.Schema, field, name, value));
        }
        return ConfigMap.Of(kept);
    }

    private static ConfigViolation Describe(ConfigSchema schema, string field, string name, ConfigValue value)
    {
        var names = schema.Keys.Select(k => k.Name).ToList();
        return new ConfigViolation(ErrorReason.ConfigUnknownKey, ConfigFactory.Join(field, name),
            $"the key is not known and its value {Clipped.Text(value.PythonText)} might change results; lenient reading keeps it and goes on")
        {
            Nearest = Nearest.Of(name, names),
            Found = value.PythonText,
            Allowed = string.Join(", ", names),
        };
    }
}
