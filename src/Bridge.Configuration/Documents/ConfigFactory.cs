using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Makes documents of given values as the library's constructors and <c>from_dict</c> do.</summary>
internal static class ConfigFactory
{
    /// <summary>The class with its defaults and these declared values; an undeclared key is a violation (constructors and <c>replace</c>).</summary>
    public static MethodDocument? Construct(ConfigSchema schema, IEnumerable<KeyValuePair<string, ConfigValue>> given, string field, IReadOnlyDictionary<string, int>? positions,
        ViolationCollector violations) => Make(schema, [.. given], field, positions, violations, keepUnknown: false);

    /// <summary>The class with its defaults and these values, undeclared ones kept as attributes (<c>from_dict</c>).</summary>
    public static MethodDocument? FromDictionary(ConfigSchema schema, ConfigMap given, string field, ViolationCollector violations) =>
        Make(schema, [.. given.Texts], field, null, violations, keepUnknown: true);

    private static MethodDocument? Make(ConfigSchema schema, List<KeyValuePair<string, ConfigValue>> given, string field, IReadOnlyDictionary<string, int>? positions,
        ViolationCollector violations, bool keepUnknown)
    {
        var declared = new Dictionary<string, ConfigValue>();
        var attributes = new List<KeyValuePair<string, ConfigValue>>();
        foreach (var (name, value) in given)
        {
            if (schema.Find(name) is { IsHidden: false }) declared[name] = value;
            else if (keepUnknown) attributes.Add(KeyValuePair.Create(name, value));
            else violations.Add(() => UnknownKey(schema, name, field, positions));
        }
        if (keepUnknown && schema.Is("BnConfig")) ConvertOldInvertible(declared, attributes, field, violations);
        // A document without what was wrong in it: the values that are left are checked too, so that one error tells all.
        var before = violations.Count;
        foreach (var key in schema.Required.Where(k => !declared.ContainsKey(k.Name)))
            violations.Add(new ConfigViolation(ErrorReason.ArgumentInvalid, Join(field, key.Name), $"the key is missing; {key.Allowed} is needed") { Allowed = key.Allowed });
        if (violations.Count > before) return null;
        var values = schema.Fields.Select(k => KeyValuePair.Create(k.Name, declared.TryGetValue(k.Name, out var value) ? value : k.Default!));
        return new MethodDocument(schema, ConfigMap.Of(values), ConfigMap.Of(attributes)) { Positions = positions ?? new Dictionary<string, int>() };
    }

    public static string Join(string field, string key) => field.Length == 0 ? key : $"{field}.{key}";

    private static ConfigViolation UnknownKey(ConfigSchema schema, string name, string field, IReadOnlyDictionary<string, int>? positions)
    {
        var names = schema.Fields.Select(k => k.Name).ToList();
        var nearest = Nearest.Of(name, names);
        var known = nearest is null ? $"; it has {string.Join(", ", names)}" : "";
        return new ConfigViolation(ErrorReason.ConfigUnknownKey, Join(field, name), $"{schema.ClassName} has no key {Clipped.Text(name)}{known}")
        {
            Position = positions is not null && positions.TryGetValue(name, out var position) ? position : null,
            Nearest = nearest,
            Found = name,
            Allowed = string.Join(", ", names),
        };
    }

    // Files of the first version nested the invertible adapter; what the nest says wins over the flat keys, as in the library.
    private static void ConvertOldInvertible(Dictionary<string, ConfigValue> declared, List<KeyValuePair<string, ConfigValue>> attributes, string field, ViolationCollector violations)
    {
        var index = attributes.FindIndex(a => a.Key == "invertible_adapter");
        if (index < 0) return;
        var value = attributes[index].Value;
        attributes.RemoveAt(index);
        if (!value.IsTruthy) return;
        foreach (var (old, now) in new[] { ("block_type", "inv_adapter"), ("reduction_factor", "inv_adapter_reduction_factor") })
        {
            if (value is ConfigMap map && map[old] is { } found) declared[now] = found;
            else
                violations.Add(new ConfigViolation(ErrorReason.ArgumentInvalid, Join(field, $"invertible_adapter.{old}"), $"the key is missing in {value}") { Found = value.PythonText });
        }
    }
}
