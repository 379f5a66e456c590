using System.Buffers.Binary;
using System.Text.Json;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>Writes safetensors files: tensors ordered by alignment, largest first, then by name, the head padded to eight bytes, as the format's own library does.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file, whole or not at all. The same tensors give the same bytes.</summary>
    public static void Write(string path, IEnumerable<TensorView> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = Order(tensors);
        AtomicFile.Write(path, stream => Write(stream, ordered, metadata));
    }

    /// <summary>Writes to a stream.</summary>
    public static void Write(Stream stream, IEnumerable<TensorView> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(stream, Order(tensors), metadata);

    private static List<TensorView> Order(IEnumerable<TensorView> tensors) =>
        [.. tensors.OrderByDescending(t => t.DataType.ByteSize()).ThenByDescending(t => Rank(t.DataType)).ThenBy(t => t.Name, StringComparer.Ordinal)];

    // Among types of one size the format's library orders by its own list of types.
    private static int Rank(DataType type) => type switch
    {
        DataType.Int64 => 12,
        DataType.Float64 => 11,
        DataType.Float32 => 9,
        DataType.Int32 => 8,
        DataType.BFloat16 => 6,
        DataType.Float16 => 5,
        DataType.Int16 => 4,
        DataType.Int8 => 2,
        DataType.UInt8 => 1,
        _ => 0,
    };

    private static unsafe void Write(Stream stream, List<TensorView> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in tensors)
        {
            for (long done = 0; done < tensor.ByteLength; done += int.MaxValue)
                stream.Write(new ReadOnlySpan<byte>((byte*)tensor.Address + done, (int)Math.Min(int.MaxValue, tensor.ByteLength - done)));
            GC.KeepAlive(tensor.Owner);
        }
    }

    private static byte[] Header(List<TensorView> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", SafetensorsTypes.NameOf(tensor.DataType));
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape.Dimensions) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.ByteLength);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
