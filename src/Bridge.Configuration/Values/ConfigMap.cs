using System.Diagnostics.CodeAnalysis;

namespace Bridge.Configuration;

/// <summary>Keys and values in order. Keys are texts but for maps that came from a Python literal.</summary>
/// <param name="Entries">The entries; no key stands twice.</param>
public sealed record ConfigMap(ValueList<KeyValuePair<ConfigValue, ConfigValue>> Entries) : ConfigValue
{
    /// <summary>The map without entries.</summary>
    public static ConfigMap Empty { get; } = new(ValueList.From<KeyValuePair<ConfigValue, ConfigValue>>([]));

    /// <inheritdoc/>
    public override bool IsTruthy => Entries.Count > 0;

    /// <summary>Equal whatever the order of entries, which no configuration's meaning depends on.</summary>
    public bool Equals(ConfigMap? other)
    {
        if (other is null || other.Entries.Count != Entries.Count) return false;
        var others = other.Entries.ToDictionary(e => e.Key, e => e.Value);
        return Entries.All(e => others.TryGetValue(e.Key, out var value) && value.Equals(e.Value));
    }

    /// <inheritdoc/>
    public override int GetHashCode() => Entries.Aggregate(Entries.Count, (sum, e) => unchecked(sum + HashCode.Combine(e.Key, e.Value)));

    /// <summary>The entries whose keys are texts.</summary>
    public IEnumerable<KeyValuePair<string, ConfigValue>> Texts =>
        Entries.Where(e => e.Key is ConfigString).Select(e => KeyValuePair.Create(((ConfigString)e.Key).Value, e.Value));

    /// <summary>The value of a key, or null.</summary>
    public ConfigValue? this[string key] => TryGet(key, out var value) ? value : null;

    /// <summary>A map of these entries; a key that comes again replaces the value and keeps its place, as in Python.</summary>
    public static ConfigMap Of(IEnumerable<KeyValuePair<string, ConfigValue>> entries) =>
        OfValues(entries.Select(e => KeyValuePair.Create((ConfigValue)e.Key, e.Value)));

    /// <summary>A map of these entries; a key that comes again replaces the value and keeps its place, as in Python.</summary>
    public static ConfigMap OfValues(IEnumerable<KeyValuePair<ConfigValue, ConfigValue>> entries)
    {
        var list = new List<KeyValuePair<ConfigValue, ConfigValue>>();
        var places = new Dictionary<ConfigValue, int>();
        foreach (var (key, value) in entries)
        {
            if (places.TryGetValue(key, out var place)) list[place] = KeyValuePair.Create(list[place].Key, value);
            else
            {
                places[key] = list.Count;
                list.Add(KeyValuePair.Create(key, value));
            }
        }
        return new ConfigMap(ValueList.From(list));
    }

    /// <summary>Whether the key is there, and its value.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out ConfigValue? value)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key is not ConfigString text || text.Value != key) continue;
            value = entry.Value;
            return true;
        }
        value = null;
        return false;
    }

    /// <summary>This map with changed or added entries.</summary>
    public ConfigMap With(IEnumerable<KeyValuePair<string, ConfigValue>> changes) =>
        OfValues(Entries.Concat(changes.Select(e => KeyValuePair.Create((ConfigValue)e.Key, e.Value))));

    /// <summary>This map with one entry changed or added.</summary>
    public ConfigMap With(string key, ConfigValue value) => With([KeyValuePair.Create(key, value)]);
}
