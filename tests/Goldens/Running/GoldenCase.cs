using System.Text.Json.Nodes;

namespace Goldens.Running;

/// <summary>A case on disk.</summary>
public sealed class GoldenCase
{
    private JsonObject? _document;

    /// <summary>The case in that folder.</summary>
    public GoldenCase(string folder)
    {
        Folder = folder;
        Id = $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}";
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary><c>model/case</c>.</summary>
    public string Id { get; }

    /// <summary>What case.json says.</summary>
    public JsonObject Document => _document ??= JsonNode.Parse(File.ReadAllText(PathOf("case.json")))?.AsObject() ?? throw new InvalidDataException($"{Folder}: case.json is no object");

    /// <summary>The base model's folder: the nearest models/MODEL above the case.</summary>
    public string ModelFolder
    {
        get
        {
            var model = Text("model") ?? throw new InvalidDataException($"{Folder}: case.json names no model");
            for (var above = Path.GetDirectoryName(Folder); above is not null; above = Path.GetDirectoryName(above))
            {
                var candidate = Path.Combine(above, "models", model);
                if (File.Exists(Path.Combine(candidate, "config.json"))) return candidate;
            }
            throw new UnsupportedException($"model {model}: no folder models/{model} above the case");
        }
    }

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key) => Document[key] is not null;

    /// <summary>A text, or null.</summary>
    public string? Text(string key) => Document[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A list of texts, empty where there is none.</summary>
    public IReadOnlyList<string> Texts(string key) => Document[key] is JsonArray list ? [.. list.Select(n => n!.GetValue<string>())] : [];

    /// <summary>An object, empty where there is none.</summary>
    public JsonObject Object(string key) => Document[key] as JsonObject ?? [];

    /// <summary>A path inside the case.</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
