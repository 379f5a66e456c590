using System.Text.Json;
using Bridge.Core;

namespace Bridge.Tokenization.Files;

/// <summary>What tokenizer_config.json and special_tokens_map.json beside a tokenizer.json say: names of special tokens, longest input, padding side.</summary>
internal sealed class TokenizerSettings
{
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    /// <summary>Most tokens of an input; null where the file gives none, or the library's "very large number".</summary>
    public int? ModelMaxLength { get; private set; }

    public Side? PaddingSide { get; private set; }

    /// <summary>The special token of that role (<c>pad_token</c>, <c>cls_token</c>, ...), or null.</summary>
    public string? Token(string role) => _tokens.GetValueOrDefault(role);

    public static TokenizerSettings Read(string folder)
    {
        var settings = new TokenizerSettings();
        settings.Add(Path.Combine(folder, "special_tokens_map.json"));
        settings.Add(Path.Combine(folder, "tokenizer_config.json"));
        return settings;
    }

    private void Add(string path)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("it holds no JSON object");
            foreach (var property in document.RootElement.EnumerateObject()) Add(property.Name, property.Value);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw BridgeException.Corrupt($"tokenizer {path}: {error.Message}", ("path", path), ("detail", error.Message));
        }
    }

    private void Add(string name, JsonElement value)
    {
        if (name.EndsWith("_token", StringComparison.Ordinal))
        {
            if (value.ValueKind == JsonValueKind.String) _tokens[name] = value.GetString()!;
            else if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("content", out var content)) _tokens[name] = content.GetString()!;
        }
        else if (name == "model_max_length" && value.ValueKind == JsonValueKind.Number)
        {
            // Without a limit the library writes 1e30.
            ModelMaxLength = value.TryGetInt32(out var length) && length > 0 ? length : null;
        }
        else if (name == "padding_side" && value.ValueKind == JsonValueKind.String)
        {
            PaddingSide = value.GetString() == "left" ? Side.Left : Side.Right;
        }
    }
}
