namespace Bridge.Configuration;

/// <summary>A configuration class of the reference library as data: its keys in order with the defaults of that class.</summary>
/// <param name="ClassName">The library's name: <c>SeqBnConfig</c>.</param>
/// <param name="Bases">The classes it derives from, nearest first.</param>
/// <param name="Architecture">What files say under "architecture"; null for bottleneck adapters.</param>
/// <param name="Keys">The keys in the library's order, hidden ones last.</param>
public sealed record ConfigSchema(string ClassName, ValueList<string> Bases, string? Architecture, ValueList<ConfigKey> Keys)
{
    /// <summary>Keys without a default.</summary>
    public IEnumerable<ConfigKey> Required => Keys.Where(k => k.Default is null);

    /// <summary>Keys that strings take and the library writes.</summary>
    public IEnumerable<ConfigKey> Fields => Keys.Where(k => !k.IsHidden);

    /// <summary>The key of that name, or null.</summary>
    public ConfigKey? Find(string name)
    {
        foreach (var key in Keys)
            if (key.Name == name) return key;
        return null;
    }

    /// <summary>Whether it is that class or derives from it.</summary>
    public bool Is(string className) => ClassName == className || Bases.Contains(className);

    /// <summary>A class that derives from this one with other defaults.</summary>
    public ConfigSchema Derive(string className, params IEnumerable<(string Key, ConfigValue Default)> defaults)
    {
        var changed = defaults.ToDictionary(d => d.Key, d => d.Default);
        return new ConfigSchema(className, [ClassName, .. Bases], Architecture,
            ValueList.From(Keys.Select(k => changed.TryGetValue(k.Name, out var value) ? k with { Default = value } : k)));
    }
}
