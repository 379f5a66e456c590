using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Models.Description;

namespace Bridge.Models.Architectures.Declared;

/// <summary>
/// An object of architecture.json. A value stands there itself, or says where in config.json it stands: <c>{"config": "n_embd", "default": 768}</c>. Keys that nobody reads are
/// refused in the end, so that a misspelt fact is not a forgotten one.
/// </summary>
internal sealed class DeclaredObject(JsonObject json, string place, ModelConfig config)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public bool Has(string key) => json[key] is not null;

    public int Integer(string key, int? fallback = null, int minimum = 0)
    {
        var value = Number(key, fallback);
        if (value != Math.Floor(value) || value < minimum || value > int.MaxValue) throw Wrong(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture), $"an integer of at least {minimum}");
        return (int)value;
    }

    /// <summary>An integer, or null where neither file has one.</summary>
    public int? OptionalInteger(string key) => Take(key) switch
    {
        null => null,
        JsonObject source when source["default"] is null => config.OptionalInteger(KeyOf(source, key)),
        _ => Integer(key),
    };

    public double Number(string key, double? fallback = null) => Take(key) switch
    {
        null => fallback ?? throw Missing(key),
        JsonObject source => config.Number(KeyOf(source, key), Default<double>(source, key, "a number") ?? fallback),
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        var other => throw Wrong(key, other.ToJsonString(), "a number"),
    };

    public string Text(string key, string? fallback = null) => Take(key) switch
    {
        null => fallback ?? throw Missing(key),
        JsonObject source => config.Text(KeyOf(source, key), source["default"] is JsonValue given && given.TryGetValue<string>(out var text) ? text : fallback),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => throw Wrong(key, other.ToJsonString(), "a text"),
    };

    public bool Flag(string key, bool fallback) => Take(key) switch
    {
        null => fallback,
        JsonObject source => config.Flag(KeyOf(source, key), Default<bool>(source, key, "true or false") ?? fallback),
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        var other => throw Wrong(key, other.ToJsonString(), "true or false"),
    };

    /// <summary>One of some words.</summary>
    public T Choice<T>(string key, T fallback, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (!Has(key)) return fallback;
        var word = Text(key);
        foreach (var choice in choices)
            if (choice.Word == word) return choice.Value;
        var words = new List<string>();
        foreach (var choice in choices) words.Add(choice.Word);
        throw Wrong(key, $"\"{word}\"", $"one of {string.Join(", ", words)}");
    }

    /// <summary>A part of this object; null where there is none.</summary>
    public DeclaredObject? Part(string key) => Take(key) switch
    {
        null => null,
        JsonObject part => new DeclaredObject(part, $"{place}.{key}", config),
        var other => throw Wrong(key, other.ToJsonString(), "an object"),
    };

    public DeclaredObject Required(string key) => Part(key) ?? throw Missing(key);

    /// <summary>All pairs of this object, as texts.</summary>
    public IEnumerable<(string Key, string Value)> Pairs()
    {
        foreach (var (key, _) in json) yield return (key, Text(key));
    }

    /// <summary>Refuses keys that were not read.</summary>
    public void Finish()
    {
        foreach (var (key, _) in json)
            if (!_read.Contains(key))
                throw BridgeException.Corrupt($"{place}: there is no key \"{key}\"; there are {string.Join(", ", _read.Order(StringComparer.Ordinal))}",
                    ("place", place), ("key", key), ("allowed", string.Join(", ", _read.Order(StringComparer.Ordinal))));
    }

    public BridgeException Wrong(string key, string found, string allowed) =>
        BridgeException.Corrupt($"{place}: \"{key}\" is {found}, allowed is {allowed}", ("place", place), ("key", key), ("value", found), ("allowed", allowed));

    private JsonNode? Take(string key)
    {
        _read.Add(key);
        return json[key];
    }

    private string KeyOf(JsonObject source, string key)
    {
        foreach (var (name, _) in source)
            if (name is not ("config" or "default")) throw Wrong(key, source.ToJsonString(), "a value, or {\"config\": KEY, \"default\": VALUE}");
        return source["config"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Wrong(key, source.ToJsonString(), "a value, or {\"config\": KEY, \"default\": VALUE}");
    }

    private T? Default<T>(JsonObject source, string key, string allowed) where T : struct =>
        source["default"] is not { } given ? null : given is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw Wrong(key, given.ToJsonString(), allowed);

    private BridgeException Missing(string key) => BridgeException.Corrupt($"{place} lacks \"{key}\"", ("place", place), ("key", key));
}
