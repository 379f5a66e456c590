using System.Text.Json;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// The head of a safetensors file: eight bytes of length, then JSON with type, shape and place of every tensor. Everything that the format forbids is refused: FORMAT.md.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest head that is read.</summary>
    public const long MaxLength = 100_000_000;

    private readonly string _path;

    private SafetensorsHeader(string path) => _path = path;

    public Dictionary<string, Entry> Entries { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads and checks the JSON; <paramref name="dataLength"/> is how many bytes follow it.</summary>
    public static SafetensorsHeader Read(string path, ReadOnlySpan<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        try
        {
            header.ReadObject(json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new BridgeException(ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, $"\"{path}\": the header is not valid JSON: {error.Message}",
                new Dictionary<string, string> { ["path"] = path }, inner: error);
        }
        header.CheckPlaces(dataLength);
        return header;
    }

    private void ReadObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        Expect(ref reader, JsonTokenType.StartObject, "header");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name == "__metadata__")
            {
                ReadMetadata(ref reader);
                continue;
            }
            if (!Entries.TryAdd(name, ReadEntry(ref reader, name))) throw Corrupt(name, "stands there twice");
        }
        if (reader.TokenType != JsonTokenType.EndObject) throw new JsonException("the object does not end");
        while (reader.Read()) throw new JsonException("text follows the object");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "__metadata__");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, "__metadata__");
            if (!Metadata.TryAdd(key, reader.GetString()!)) throw Corrupt("__metadata__", $"key \"{key}\" stands there twice");
        }
    }

    private Entry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, name);
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, name);
                    type = reader.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, Shape.MaxRank);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, 2);
                    break;
                default:
                    throw Corrupt(name, $"holds an unknown or repeated key \"{key}\"");
            }
        }
        if (type is null || shape is null || offsets is not { Length: 2 }) throw Corrupt(name, "lacks dtype, shape or two data_offsets");
        return new Entry(type, new Shape(shape), offsets[0], offsets[1]);
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name, int limit)
    {
        Expect(ref reader, JsonTokenType.StartArray, name);
        var numbers = new List<long>(4);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out var number) || number < 0) throw Corrupt(name, "holds a number that is no integer of at least 0");
            if (numbers.Count == limit) throw Corrupt(name, $"holds more than {limit} numbers in a list");
            numbers.Add(number);
        }
        if (reader.TokenType != JsonTokenType.EndArray) throw Corrupt(name, "holds something that is no number in a list");
        return [.. numbers];
    }

    // No overlap, no hole, nothing outside: the tensors tile the data exactly.
    private void CheckPlaces(long dataLength)
    {
        long end = 0;
        foreach (var (name, entry) in Entries.OrderBy(e => e.Value.Start).ThenBy(e => e.Value.End))
        {
            if (entry.Start > entry.End || entry.End > dataLength) throw Corrupt(name, $"data_offsets [{entry.Start}, {entry.End}] lie outside [0, {dataLength}]");
            if (entry.Start != end) throw Corrupt(name, $"data starts at {entry.Start}, {(entry.Start < end ? "inside another tensor" : "after a hole")}: {end} is expected");
            if (SafetensorsTypes.Find(entry.Type) is { } type) CheckSize(name, entry, type);
            end = entry.End;
        }
        if (end != dataLength) throw Corrupt("data", $"{dataLength - end} bytes follow the last tensor");
    }

    private void CheckSize(string name, Entry entry, DataType type)
    {
        long size;
        try
        {
            size = checked(entry.Shape.ElementCount * type.ByteSize());
        }
        catch (Exception error) when (error is OverflowException or BridgeException)
        {
            throw Corrupt(name, $"shape {entry.Shape} has more elements than 64 bits count");
        }
        if (size != entry.End - entry.Start) throw Corrupt(name, $"{entry.Type} {entry.Shape} needs {size} bytes, data_offsets give {entry.End - entry.Start}");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name)
    {
        if (!reader.Read() || reader.TokenType != type) throw new JsonException($"{name}: {type} is expected, {reader.TokenType} found");
    }

    private BridgeException Corrupt(string tensor, string what) => BridgeException.Corrupt($"\"{_path}\": {tensor} {what}", ("path", _path), ("tensor", tensor));

    /// <summary>Type name, shape and place in the data.</summary>
    internal readonly record struct Entry(string Type, Shape Shape, long Start, long End);
}
