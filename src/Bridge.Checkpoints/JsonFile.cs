using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>JSON files of folders: keys sorted, two spaces, as the reference library writes them.</summary>
public static class JsonFile
{
    /// <summary>Reads an object. FILE_NOT_FOUND, CHECKPOINT_CORRUPT.</summary>
    public static JsonObject Read(string path)
    {
        if (!File.Exists(path)) throw BridgeException.NotFound(ErrorReason.FileNotFound, $"\"{path}\" does not exist", ("path", path));
        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject json) return json;
        }
        catch (JsonException error)
        {
            throw new BridgeException(ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, $"\"{path}\" is not JSON: {error.Message}",
                new Dictionary<string, string> { ["path"] = path }, inner: error);
        }
        throw BridgeException.Corrupt($"\"{path}\" is not a JSON object", ("path", path));
    }

    /// <summary>Writes an object, whole or not at all.</summary>
    public static void Write(string path, JsonObject json) => AtomicFile.Write(path, stream =>
    {
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Sorted(json).WriteTo(writer);
        stream.Write(Encoding.UTF8.GetBytes("\n"));
    });

    private static JsonNode Sorted(JsonObject json)
    {
        var sorted = new JsonObject();
        foreach (var (key, value) in json.OrderBy(p => p.Key, StringComparer.Ordinal))
            sorted[key] = value is JsonObject inner ? Sorted(inner) : value?.DeepClone();
        return sorted;
    }
}
