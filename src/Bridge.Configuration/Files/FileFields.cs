using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>The keys of a file around a configuration.</summary>
internal sealed class FileFields(ConfigMap map, string file)
{
    private readonly HashSet<string> _taken = [];

    public ConfigValue? this[string key] => map[key];

    public static FileFields Of(ConfigValue json, string file) => json is ConfigMap map
        ? new FileFields(map, file)
        : throw BridgeException.Invalid(ErrorReason.ConfigType, $"{file}: an object of keys and values is needed", ("file", file));

    public string? Text(string key)
    {
        _taken.Add(key);
        return map[key] switch
        {
            null or ConfigNull => null,
            ConfigString s => s.Value,
            var other => throw Wrong(key, other, "a text"),
        };
    }

    public int? Integer(string key)
    {
        _taken.Add(key);
        return map[key] switch
        {
            null or ConfigNull => null,
            ConfigInteger i when i.Value > 0 && i.Value <= int.MaxValue => (int)i.Value,
            var other => throw Wrong(key, other, "a whole number above 0"),
        };
    }

    public ValueList<string>? Texts(string key)
    {
        _taken.Add(key);
        return map[key] switch
        {
            null or ConfigNull => null,
            ConfigSequence list when list.Items.All(i => i is ConfigString) => ValueList.From(list.Items.Select(i => ((ConfigString)i).Value)),
            var other => throw Wrong(key, other, "a list of texts"),
        };
    }

    /// <summary>The keys that were not asked for, but these.</summary>
    public ConfigMap Rest(params ReadOnlySpan<string> others)
    {
        foreach (var other in others) _taken.Add(other);
        return ConfigMap.Of(map.Texts.Where(e => !_taken.Contains(e.Key)));
    }

    private BridgeException Wrong(string key, ConfigValue found, string allowed) =>
        BridgeException.Invalid(ErrorReason.ConfigType, $"{file}: {key} {Clipped.Text(found)} is not {allowed}", ("file", file), ("field", key), ("found", Clipped.Text(found)), ("allowed", allowed));
}
