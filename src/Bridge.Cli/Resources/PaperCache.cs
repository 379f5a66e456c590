using System.Text.Json.Nodes;
using Bridge.Checkpoints;

namespace Bridge.Cli.Resources;

/// <summary>What was asked for once, in a file beside the catalogue; written whole or not at all.</summary>
internal sealed class PaperCache
{
    public const string FileName = "papers.json";

    private readonly JsonObject _papers;
    private readonly string _path;

    private PaperCache(JsonObject papers, string path) => (_papers, _path) = (papers, path);

    public static PaperCache Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return new PaperCache(File.Exists(path) ? JsonFile.Read(path) : [], path);
    }

    public PaperRecord? Find(Paper? paper)
    {
        if (paper?.ScholarId is not { } id || _papers[id] is not JsonObject found) return null;
        return new PaperRecord(Text(found, "title"), Text(found, "venue"), (found["year"] as JsonValue)?.TryGetValue<int>(out var year) == true ? year : null,
            [.. (found["authors"] as JsonArray ?? []).OfType<JsonObject>().Select(a => Text(a, "name")).OfType<string>()],
            found["tldr"] is JsonObject tldr ? Text(tldr, "text") : null, Text(found, "url"));
    }

    public void Set(string id, JsonObject paper) => _papers[id] = paper.DeepClone();

    public void Save() => JsonFile.Write(_path, _papers);

    private static string? Text(JsonObject json, string key) => (json[key] as JsonValue)?.TryGetValue<string>(out var text) == true && text.Length > 0 ? text : null;
}
