using System.Text.Json;
using Bridge.Core;

namespace Bridge.Tokenization.Files;

/// <summary>A part of tokenizer.json with the path that leads to it, so that every complaint names the place.</summary>
internal readonly struct JsonSection(JsonElement element, string path, string file)
{
    public JsonElement Element { get; } = element;

    /// <summary>The <c>type</c> of a normalizer, pre-tokenizer, model, post-processor or decoder.</summary>
    public string Type => RequiredString("type");

    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public JsonSection? Child(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Wrong("an object", Element);
        return Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new JsonSection(value, $"{path}.{name}", file) : null;
    }

    public JsonSection Required(string name) => Child(name) ?? throw Corrupt($"{path}.{name} is missing");

    public IEnumerable<JsonSection> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array) throw Wrong("an array", Element);
        var (own, name) = (path, file);
        return Element.EnumerateArray().Select((item, i) => new JsonSection(item, $"{own}[{i}]", name));
    }

    public string RequiredString(string name) => Required(name).AsString();

    public string AsString() => Element.ValueKind == JsonValueKind.String ? Text() : throw Wrong("a string", Element);

    public int AsInt() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var value) && value >= 0
        ? value : throw Wrong($"a whole number in [0, {int.MaxValue}]", Element);

    public bool AsBool() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Wrong("true or false", Element);

    public bool Flag(string name, bool otherwise) => Child(name)?.AsBool() ?? otherwise;

    /// <summary>The error that names a type which this part cannot be read as.</summary>
    public BridgeException Unsupported(string what, string allowed) => BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable,
        $"tokenizer {file}: {path} has the {what} type \"{Type}\", which is not supported; supported are {allowed}",
        ("path", file), ("section", path), ("type", Type), ("allowed", allowed));

    /// <summary>The error for what the file may well say, but this code cannot do.</summary>
    public BridgeException Refused(string complaint) => BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable,
        $"tokenizer {file}: {path}: {complaint}", ("path", file), ("section", path));

    public BridgeException Corrupt(string complaint) => BridgeException.Corrupt($"tokenizer {file}: {complaint}", ("path", file), ("section", path));

    private string Text()
    {
        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Corrupt($"{path} is not well-formed Unicode");
        }
    }

    private BridgeException Wrong(string expected, JsonElement found) => Corrupt($"{path} is {found.ValueKind.ToString().ToLowerInvariant()}, expected {expected}");
}
