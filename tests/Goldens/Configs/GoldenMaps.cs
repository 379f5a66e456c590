using Bridge.Configuration;

namespace Goldens.Configs;

/// <summary>Short ways to the parts of a golden entry.</summary>
internal static class GoldenMaps
{
    public static IEnumerable<ConfigMap> Maps(this ConfigMap map, string key) => map[key] is ConfigSequence list ? list.Items.OfType<ConfigMap>() : [];

    public static ConfigMap Map(this ConfigMap map, string key) => map[key] as ConfigMap ?? ConfigMap.Empty;

    public static string Text(this ConfigMap map, string key) => map[key] is ConfigString s ? s.Value : "";

    public static string? Texts(this ConfigValue? value) => value is null ? null : ConfigJson.Write(value);

    /// <summary>How two values differ as JSON, order of keys included; null where they do not.</summary>
    public static string? Difference(string what, ConfigValue? expected, ConfigValue? actual)
    {
        var (e, a) = (expected.Texts() ?? "nothing", actual.Texts() ?? "nothing");
        return e == a ? null : $"{what}: expected {Clip(e, a)}, found {Clip(a, e)}";
    }

    // From a little before where the two part.
    private static string Clip(string text, string other)
    {
        var at = 0;
        while (at < text.Length && at < other.Length && text[at] == other[at]) at++;
        var start = Math.Max(0, at - 40);
        var end = Math.Min(text.Length, start + 200);
        return $"{(start > 0 ? "..." : "")}{text[start..end]}{(end < text.Length ? "..." : "")}";
    }
}
