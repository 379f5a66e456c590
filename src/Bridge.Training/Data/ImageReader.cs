using System.Text.Json;

namespace Bridge.Training.Data;

/// <summary>
/// Reads the image of a row of JSON: <c>{"bytes": base64}</c>, <c>{"path": text}</c> or the path itself. Paths start in the folder of the rows and stay in it; rows that came
/// from elsewhere have none.
/// </summary>
internal static class ImageReader
{
    private const string Allowed = "{\"bytes\": base64} or, in a file, the path of an image below its folder";

    public static RowImage? Read(JsonElement row, string field, string? folder, string where, ViolationList violations)
    {
        where = $"{where}.{field}";
        if (!row.TryGetProperty(field, out var value))
        {
            violations.Add(where, $"field \"{field}\" is missing; found {JsonLinesReader.Fields(row)}");
            return null;
        }
        var image = value.ValueKind switch
        {
            JsonValueKind.String => At(value, folder, where, violations),
            JsonValueKind.Object when Member(value, "bytes") is { } bytes => Bytes(bytes, where, violations),
            JsonValueKind.Object when Member(value, "path") is { } path => At(path, folder, where, violations),
            _ => Refuse(where, $"found {JsonLinesReader.Describe(value)}; allowed is {Allowed}", violations),
        };
        return image?.Complaint() is { } complaint ? Refuse(where, complaint, violations) : image;
    }

    // The form in which Hugging Face's datasets write images; one of the two is null.
    private static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member : null;

    private static RowImage? Bytes(JsonElement value, string where, ViolationList violations) =>
        value.TryGetBytesFromBase64(out var bytes) ? RowImage.Of(bytes) : Refuse(where, $"found {ViolationList.Show(value.GetString()!)}, which is not base64", violations);

    private static RowImage? At(JsonElement value, string? folder, string where, ViolationList violations)
    {
        var path = value.GetString()!;
        var shown = ViolationList.Show(path);
        if (folder is null) return Refuse(where, $"found the path \"{shown}\"; rows that do not lie in a file hold images as {{\"bytes\": base64}}", violations);
        if (path.Length == 0 || path.Contains('\0')) return Refuse(where, $"found \"{shown}\"; allowed is {Allowed}", violations);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, path));
        if (!full.StartsWith(root, StringComparison.Ordinal)) return Refuse(where, $"found the path \"{shown}\", which leads out of the rows' folder; allowed is {Allowed}", violations);
        return File.Exists(full) ? RowImage.At(full) : Refuse(where, $"there is no file \"{shown}\" in the rows' folder", violations);
    }

    private static RowImage? Refuse(string where, string complaint, ViolationList violations)
    {
        violations.Add(where, complaint);
        return null;
    }
}
