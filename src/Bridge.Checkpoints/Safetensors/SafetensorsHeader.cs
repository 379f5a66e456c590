using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// The start of a safetensors file: 8 bytes little-endian length, then a JSON object name -> {dtype, shape, data_offsets}, then the tensors' bytes
/// without holes. Everything is checked before any tensor is touched; FORMAT.md lists what is refused.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header that is read; the reference library's limit.</summary>
    public const long MaxBytes = 100_000_000;

    /// <summary>The key that is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    private readonly string _path;

    private SafetensorsHeader(string path, long dataStart) => (_path, DataStart) = (path, dataStart);

    /// <summary>Offset of the first tensor byte in the file.</summary>
    public long DataStart { get; }

    /// <summary>Names in the header's order.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The tensors.</summary>
    public Dictionary<string, SafetensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Free text.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads and checks a header.</summary>
    public static SafetensorsHeader Read(MappedFile file)
    {
        var path = file.Path;
        if (file.Length < 8) throw CheckpointErrors.Corrupt(path, "its length", $"{file.Length} bytes", "at least 8, which give the header's length");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, 8));
        if (length > MaxBytes) throw CheckpointErrors.Corrupt(path, "the header length", $"{length} bytes", $"at most {MaxBytes}");
        if ((long)length > file.Length - 8)
            throw CheckpointErrors.Corrupt(path, "the header length", $"{length} bytes", $"at most {file.Length - 8}, the bytes that follow");
        var json = file.Span(8, (int)length);
        if (json.Length < 2 || json[0] != (byte)'{')
            throw CheckpointErrors.Corrupt(path, "the header's first byte", json.Length < 2 ? "absent" : $"0x{json[0]:x2}", "'{'");
        if (!Utf8.IsValid(json)) throw CheckpointErrors.Corrupt(path, "the header's text", "not UTF-8", "UTF-8");

        var header = new SafetensorsHeader(path, 8 + (long)length);
        try
        {
            header.Parse(json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw CheckpointErrors.Corrupt(path, "the header", $"no header's JSON ({error.Message})", "an object of tensors, each with dtype, shape and data_offsets");
        }
        header.CheckOffsets(file.Length - header.DataStart);
        return header;
    }

    private void Parse(ReadOnlySpan<byte> json)
    {
        // root object, tensor object, array: nothing deeper is legal
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 3 });
        var hasMetadata = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(MetadataKey))
            {
                if (hasMetadata) throw new JsonException($"two {MetadataKey} keys");
                hasMetadata = true;
                ReadMetadata(ref reader);
                continue;
            }
            var name = reader.GetString()!;
            if (!Entries.TryAdd(name, ReadEntry(ref reader, name)))
                throw CheckpointErrors.CorruptTensor(_path, name, "its name", "given twice", "each name once");
            Names.Add(name);
        }
        if (reader.Read()) throw new JsonException("text after the object");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException($"{MetadataKey} is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw new JsonException($"metadata \"{CheckpointErrors.Shorten(key)}\" is not a string");
            if (!Metadata.TryAdd(key, reader.GetString()!)) throw new JsonException($"metadata \"{CheckpointErrors.Shorten(key)}\" is given twice");
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw CheckpointErrors.CorruptTensor(_path, name, "its description", $"a {reader.TokenType}", "an object with dtype, shape and data_offsets");
        string? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (dtype is null && reader.ValueTextEquals("dtype"))
            {
                reader.Read();
                dtype = reader.TokenType == JsonTokenType.String
                    ? DtypeName(ref reader)
                    : throw CheckpointErrors.CorruptTensor(_path, name, "dtype", $"a {reader.TokenType}", "a string");
            }
            else if (shape is null && reader.ValueTextEquals("shape"))
                shape = ReadIntegers(ref reader, name, "shape", Shape.MaxRank);
            else if (offsets is null && reader.ValueTextEquals("data_offsets"))
                offsets = ReadIntegers(ref reader, name, "data_offsets", 2);
            else
                throw CheckpointErrors.CorruptTensor(_path, name, "a key of its description",
                    $"\"{CheckpointErrors.Shorten(reader.GetString()!)}\"", "dtype, shape and data_offsets, each once");
        }
        if (dtype is null || shape is null || offsets is not { Length: 2 })
            throw CheckpointErrors.CorruptTensor(_path, name, "its description", "incomplete", "dtype, shape and two data_offsets");
        return Check(name, dtype, new Shape(shape), offsets[0], offsets[1]);
    }

    // The usual types cost no string, however many tensors there are.
    private static string DtypeName(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("F32") ? "F32" : reader.ValueTextEquals("F16") ? "F16" : reader.ValueTextEquals("BF16") ? "BF16" : reader.GetString()!;

    private long[] ReadIntegers(ref Utf8JsonReader reader, string name, string what, int most)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw CheckpointErrors.CorruptTensor(_path, name, what, $"a {reader.TokenType}", "an array of integers");
        Span<long> values = stackalloc long[Shape.MaxRank];
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == most) throw CheckpointErrors.CorruptTensor(_path, name, what, $"longer than {most}", $"at most {most} integers");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value < 0)
                throw CheckpointErrors.CorruptTensor(_path, name, what, "not made of integers from 0 to 2^63-1", "an array of such integers");
            values[count++] = value;
        }
        return values[..count].ToArray();
    }

    private SafetensorsEntry Check(string name, string dtype, Shape shape, long begin, long end)
    {
        if (end < begin) throw CheckpointErrors.CorruptTensor(_path, name, "data_offsets", $"[{begin}, {end}]", "begin <= end");
        var type = SafetensorsDtypes.Parse(dtype);
        var bits = type == DataType.Unspecified ? SafetensorsDtypes.BitsOfForeign(dtype) : 8 * type.ByteSize();
        if (bits == 0) return new SafetensorsEntry(type, dtype, shape, begin, end);
        // The running product stays below 2^63, so times the next size it stays below 2^126, and times 64 bits it fits: nothing here overflows.
        UInt128 elements = 1;
        foreach (var size in shape.Dimensions)
        {
            elements *= (ulong)size;
            if (elements > long.MaxValue) throw CheckpointErrors.CorruptTensor(_path, name, "shape", shape.ToString(), "at most 2^63-1 elements");
        }
        var needed = elements * (uint)bits;
        if (needed % 8 != 0 || needed / 8 != (ulong)(end - begin))
            throw CheckpointErrors.CorruptTensor(_path, name, "its size", $"{end - begin} bytes at data_offsets [{begin}, {end}]",
                $"{needed / 8} bytes for {dtype} {shape}");
        return new SafetensorsEntry(type, dtype, shape, begin, end);
    }

    // The tensors tile the rest of the file: no overlap, no hole, nothing behind.
    private void CheckOffsets(long dataLength)
    {
        var order = Names.ToArray();
        Array.Sort(order, (a, b) => (Entries[a].Begin, Entries[a].End).CompareTo((Entries[b].Begin, Entries[b].End)));
        long expected = 0;
        foreach (var name in order)
        {
            var (begin, end) = (Entries[name].Begin, Entries[name].End);
            if (end > dataLength)
                throw CheckpointErrors.CorruptTensor(_path, name, "data_offsets", $"[{begin}, {end}]", $"an end of at most {dataLength}, the bytes after the header");
            if (begin != expected)
                throw CheckpointErrors.CorruptTensor(_path, name, "data_offsets",
                    $"[{begin}, {end}], which {(begin < expected ? "overlaps another tensor" : "leaves a hole")}", $"a begin of {expected}, where the one before ends");
            expected = end;
        }
        if (expected != dataLength)
            throw CheckpointErrors.Corrupt(_path, "the part after the header", $"{dataLength} bytes", $"{expected}, what the tensors take");
    }
}
