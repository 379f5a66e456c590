using System.Text.Json;
using Bridge.Core;

namespace Bridge.Images.Configuration;

/// <summary>The object of preprocessor_config.json: its values by type, and errors that name file and key. Null is as absent.</summary>
internal sealed class ConfigObject(JsonElement element, string path)
{
    public string Path { get; } = path;

    public IEnumerable<JsonProperty> Properties => element.EnumerateObject();

    public JsonElement? Find(string key) => element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public bool Flag(string key, bool otherwise) => Find(key) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var found => throw Wrong(key, found.Value, "true or false"),
    };

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } found => found.GetString(),
        var found => throw Wrong(key, found.Value, "a string"),
    };

    public int? Integer(string key, int least, int most) => Find(key) is { } found ? Integer(key, found, least, most) : null;

    public int Integer(string key, JsonElement value, int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number : throw Wrong(key, value, $"a whole number in [{least}, {most}]");

    public double Number(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong(key, value, "a number");

    /// <summary>Three numbers, or one for all.</summary>
    public double[]? Channels(string key)
    {
        if (Find(key) is not { } found) return null;
        if (found.ValueKind == JsonValueKind.Number) return [.. Enumerable.Repeat(Number(key, found), 3)];
        if (found.ValueKind != JsonValueKind.Array || found.GetArrayLength() != 3) throw Wrong(key, found, "three numbers, one a channel");
        return [.. found.EnumerateArray().Select(n => Number(key, n))];
    }

    public BridgeException Wrong(string key, JsonElement found, string allowed) => Corrupt(key, $"{Clip(found)} is not {allowed}", allowed);

    public BridgeException Corrupt(string key, string complaint, string allowed = "") =>
        BridgeException.Corrupt($"image processor {Path}: {key}: {complaint}", ("path", Path), ("key", key), ("allowed", allowed));

    public BridgeException Unsupported(string key, string complaint, string allowed) => BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable,
        $"image processor {Path}: {key}: {complaint}; supported: {allowed}", ("path", Path), ("key", key), ("allowed", allowed));

    public static string Clip(JsonElement value) => value.GetRawText() is var text && text.Length > 80 ? text[..80] + "…" : text;
}
