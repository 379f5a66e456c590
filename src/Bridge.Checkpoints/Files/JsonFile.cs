using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Bridge.Checkpoints;

/// <summary>JSON files of folders, written as the Python libraries write them: two spaces, ASCII, keys sorted unless told otherwise.</summary>
public static class JsonFile
{
    /// <summary>The longest file that is read.</summary>
    internal const long MaxBytes = 100_000_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads an object. FILE_NOT_FOUND; CHECKPOINT_CORRUPT for anything but one JSON object, for keys given twice and for nesting deeper than 64.</summary>
    public static JsonObject Read(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            if (length > MaxBytes) throw CheckpointErrors.Corrupt(path, "its length", $"{length} bytes", $"at most {MaxBytes}");
            var bytes = new byte[length];
            var read = RandomAccess.Read(handle, bytes, 0);
            if (!Utf8.IsValid(bytes.AsSpan(0, read))) throw CheckpointErrors.Corrupt(path, "its content", "not UTF-8", "UTF-8");
            var json = JsonNode.Parse(WithoutMark(bytes.AsSpan(0, read)), documentOptions: Strict) as JsonObject
                ?? throw CheckpointErrors.Corrupt(path, "its content", "no object", "one JSON object");
            ReadTexts(json);
            return json;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw CheckpointErrors.Corrupt(path, "its content", $"no JSON ({error.Message})", "one JSON object, each key once");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CheckpointErrors.FromIo(error, path);
        }
    }

    /// <summary>Writes an object, whole or not at all. What was read and not changed gives the same bytes again.</summary>
    public static void Write(string path, JsonObject json, bool sortKeys = true)
    {
        var text = Format(json, sortKeys);
        AtomicFile.Write(path, stream => stream.Write(text));
    }

    /// <summary>The text that <see cref="Write"/> writes, in ASCII.</summary>
    public static byte[] Format(JsonObject json, bool sortKeys = true) => PythonJson.Format(json, sortKeys);

    // Texts are decoded when they are asked for: half a surrogate pair, written as an escape, would come out far from here.
    private static void ReadTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (_, value) in json) ReadTexts(value);
                break;
            case JsonArray list:
                foreach (var value in list) ReadTexts(value);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
            default:
                break;
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? text[3..] : text;
}
