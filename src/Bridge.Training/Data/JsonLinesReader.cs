using System.Text;
using System.Text.Json;
using Bridge.Core;

namespace Bridge.Training.Data;

/// <summary>Reads rows from a JSON Lines file, line by line.</summary>
internal static class JsonLinesReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows that could be read and the line of each, counted from 1.</summary>
    public static (IReadOnlyList<TextRow> Rows, IReadOnlyList<int> Lines) Read(string path, TextDatasetOptions options, ViolationList violations)
    {
        if (!File.Exists(path))
            throw BridgeException.NotFound(ErrorReason.FileNotFound, $"data file \"{path}\" does not exist", ("path", path));
        var rows = new List<TextRow>();
        var lines = new List<int>();
        var line = 0;
        try
        {
            foreach (var text in File.ReadLines(path, Strict))
            {
                line++;
                if (string.IsNullOrWhiteSpace(text)) continue;
                if (Parse(text, $"line[{line}]", options, violations) is not { } row) continue;
                rows.Add(row);
                lines.Add(line);
            }
        }
        catch (DecoderFallbackException)
        {
            violations.Add($"line[{line + 1}]", "the bytes at or after this line are not UTF-8");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw BridgeException.Of(ErrorCode.FailedPrecondition, ErrorReason.FileNotFound, $"data file \"{path}\" cannot be read: {error.Message}",
                ("path", path), ("cause", error.Message));
        }
        return (rows, lines);
    }

    private static TextRow? Parse(string line, string where, TextDatasetOptions options, ViolationList violations)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                violations.Add(where, $"found {Describe(root)}; each line is one JSON object");
                return null;
            }
            var before = violations.Total;
            var label = options.LabelField is { } labelField ? LabelOf(root, labelField, where, violations) : null;
            if (options.ImageField is { } imageField)
                return ImageReader.Read(root, imageField, options.ImageFolder, where, violations) is { } image && violations.Total == before ? TextRow.OfImage(image, label) : null;
            var words = Words(root, options.TextField, where, violations);
            var text = words is null ? Text(root, options.TextField, where, violations) : string.Join(' ', words);
            var pair = options.PairField is { } pairField ? Text(root, pairField, where, violations) : null;
            return violations.Total == before ? new TextRow(text!, pair, label) { Words = words } : null;
        }
        catch (JsonException error)
        {
            violations.Add(where, $"not JSON (byte {error.BytePositionInLine}): {ViolationList.Show(line)}");
        }
        catch (InvalidOperationException)
        {
            violations.Add(where, "a text holds half of a surrogate pair");
        }
        return null;
    }

    // A list in place of a text is one of words.
    private static string[]? Words(JsonElement row, string field, string where, ViolationList violations)
    {
        if (!row.TryGetProperty(field, out var value) || value.ValueKind != JsonValueKind.Array) return null;
        var words = value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : null).ToArray();
        for (var i = 0; i < words.Length; i++)
            if (string.IsNullOrWhiteSpace(words[i]) || words[i]!.Any(char.IsWhiteSpace))
                violations.Add($"{where}.{field}[{i}]", $"found {(words[i] is { } word ? $"\"{ViolationList.Show(word)}\"" : Describe(value[i]))}; words are texts without blanks");
        if (words.Length == 0) violations.Add($"{where}.{field}", "there are no words; at least one is needed");
        return words!;
    }

    private static string? Text(JsonElement row, string field, string where, ViolationList violations)
    {
        if (!row.TryGetProperty(field, out var value))
            violations.Add($"{where}.{field}", $"field \"{field}\" is missing; found {Fields(row)}");
        else if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        else
            violations.Add($"{where}.{field}", $"found {Describe(value)}; allowed is text");
        return null;
    }

    private static Label? LabelOf(JsonElement row, string field, string where, ViolationList violations)
    {
        if (!row.TryGetProperty(field, out var value))
        {
            violations.Add($"{where}.{field}", $"field \"{field}\" is missing; found {Fields(row)}");
            return null;
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return Label.OfName(value.GetString()!);
            case JsonValueKind.Number when value.TryGetInt32(out var id):
                return Label.OfId(id);
            case JsonValueKind.Number:
                return Label.OfScore(value.GetDouble());
            case JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                return Label.OfNames([.. value.EnumerateArray().Select(item => item.GetString()!)]);
            case JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out _)):
                return Label.OfIds([.. value.EnumerateArray().Select(item => item.GetInt32())]);
            default:
                violations.Add($"{where}.{field}", $"found {Describe(value)}; allowed are a text, a number, a list of texts or of whole numbers");
                return null;
        }
    }

    internal static string Fields(JsonElement row) => ViolationList.Show(string.Join(", ", row.EnumerateObject().Select(property => $"\"{property.Name}\"")) is { Length: > 0 } names ? names : "no fields");

    internal static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Null => "null",
        _ => ViolationList.Show(value.GetRawText()),
    };
}
