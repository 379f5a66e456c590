using System.Buffers.Binary;
using System.Text;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// Writes safetensors files, byte for byte as the reference library does: tensors ordered by type, then by name; the header padded with spaces to a multiple of 8.
/// The same tensors give the same bytes, whatever order they come in.
/// </summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file, whole or not at all. The tensors may be views of the file that is replaced.</summary>
    public static void Write(string path, IEnumerable<TensorView> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, tensors.Select(TensorContent.Of), metadata);

    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Write(string path, IEnumerable<TensorContent> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = Order(tensors);
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream => Write(stream, ordered, header));
    }

    /// <summary>Writes to a stream.</summary>
    public static void Write(Stream stream, IEnumerable<TensorView> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(stream, tensors.Select(TensorContent.Of), metadata);

    /// <summary>Writes to a stream.</summary>
    public static void Write(Stream stream, IEnumerable<TensorContent> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = Order(tensors);
        Write(stream, ordered, Header(ordered, metadata));
    }

    private static void Write(Stream stream, List<(byte[] Key, TensorContent Tensor)> ordered, ReadOnlySpan<byte> header)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered) tensor.CopyTo(stream);
    }

    // The reference library compares names by their UTF-8 bytes.
    private static List<(byte[] Key, TensorContent Tensor)> Order(IEnumerable<TensorContent> tensors)
    {
        var ordered = tensors.Select(tensor => (Key: Utf8(tensor.Name), Tensor: tensor)).ToList();
        ordered.Sort((a, b) =>
            SafetensorsDtypes.FileOrder(a.Tensor.DataType).CompareTo(SafetensorsDtypes.FileOrder(b.Tensor.DataType)) is var byType && byType != 0
                ? byType
                : a.Key.AsSpan().SequenceCompareTo(b.Key));
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        foreach (var (_, tensor) in ordered)
        {
            if (!names.Add(tensor.Name))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
                    $"tensor name \"{tensor.Name}\" is given twice or reserved; allowed: each name once, not {SafetensorsHeader.MetadataKey}",
                    ("tensor", tensor.Name));
        }
        return ordered;
    }

    private static byte[] Header(List<(byte[] Key, TensorContent Tensor)> ordered, IReadOnlyDictionary<string, string>? metadata)
    {
        var json = new MemoryStream();
        json.WriteByte((byte)'{');
        if (metadata is { Count: > 0 })
        {
            WriteString(json, Encoding.UTF8.GetBytes(SafetensorsHeader.MetadataKey));
            Ascii(json, ":{");
            var first = true;
            foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (!first) json.WriteByte((byte)',');
                first = false;
                WriteString(json, Utf8(key));
                json.WriteByte((byte)':');
                WriteString(json, Utf8(value));
            }
            json.WriteByte((byte)'}');
        }
        long offset = 0;
        foreach (var (key, tensor) in ordered)
        {
            if (json.Length > 1) json.WriteByte((byte)',');
            WriteString(json, key);
            var end = checked(offset + tensor.ByteLength);
            Ascii(json, $":{{\"dtype\":\"{SafetensorsDtypes.Name(tensor.DataType)}\",\"shape\":[{string.Join(',', tensor.Shape.Dimensions)}],\"data_offsets\":[{offset},{end}]}}");
            offset = end;
        }
        json.WriteByte((byte)'}');
        while (json.Length % 8 != 0) json.WriteByte((byte)' ');
        if (json.Length > SafetensorsHeader.MaxBytes)
            throw BridgeException.Invalid(ErrorReason.TensorTooLarge, $"the header takes {json.Length} bytes; allowed: {SafetensorsHeader.MaxBytes}",
                ("found", json.Length), ("allowed", SafetensorsHeader.MaxBytes));
        return json.ToArray();
    }

    // JSON as the reference library writes it: only what must be escaped is.
    private static void WriteString(MemoryStream json, ReadOnlySpan<byte> utf8)
    {
        json.WriteByte((byte)'"');
        foreach (var value in utf8)
        {
            switch (value)
            {
                case (byte)'"': Ascii(json, "\\\""); break;
                case (byte)'\\': Ascii(json, "\\\\"); break;
                case (byte)'\n': Ascii(json, "\\n"); break;
                case (byte)'\r': Ascii(json, "\\r"); break;
                case (byte)'\t': Ascii(json, "\\t"); break;
                case (byte)'\b': Ascii(json, "\\b"); break;
                case (byte)'\f': Ascii(json, "\\f"); break;
                case < 0x20: Ascii(json, $"\\u{value:x4}"); break;
                default: json.WriteByte(value); break;
            }
        }
        json.WriteByte((byte)'"');
    }

    private static void Ascii(MemoryStream json, string text) => json.Write(Encoding.ASCII.GetBytes(text));

    private static byte[] Utf8(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new BridgeException(ErrorCode.InvalidArgument, ErrorReason.ArgumentInvalid, "a tensor name or metadata text is not valid Unicode",
                new Dictionary<string, string> { ["found"] = error.Message }, inner: error);
        }
    }
}
