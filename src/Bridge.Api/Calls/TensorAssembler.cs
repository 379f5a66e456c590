using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Api;

/// <summary>Puts tensors together that arrive in pieces.</summary>
internal sealed class TensorAssembler(long maxBytes)
{
    private Dictionary<string, TensorValue> _done = new(StringComparer.Ordinal);
    private V1.TensorHeader? _header;
    private byte[] _data = [];
    private int _length;
    private long _total;

    public void Add(V1.TensorChunk chunk)
    {
        switch (chunk.PartCase)
        {
            case V1.TensorChunk.PartOneofCase.Header when _header is null: Open(chunk.Header); break;
            case V1.TensorChunk.PartOneofCase.Data when _header is not null: Append(_header, chunk.Data.Span); break;
            case V1.TensorChunk.PartOneofCase.Trailer when _header is not null: Close(_header, chunk.Trailer); break;
            default: throw Mapping.Violations.Of("tensor", ErrorReason.ArgumentInvalid, $"{chunk.PartCase} is out of order: a header, then data, then a trailer");
        }
    }

    /// <summary>The tensors since the last time.</summary>
    public Dictionary<string, TensorValue> Take()
    {
        if (_header is not null) throw Mapping.Violations.Of("tensor", ErrorReason.ArgumentInvalid, $"tensor \"{_header.Name}\" was not closed by a trailer");
        var done = _done;
        (_done, _total) = (new(StringComparer.Ordinal), 0);
        return done;
    }

    private void Open(V1.TensorHeader header)
    {
        // Checked before memory is taken; the type is checked with the values.
        var type = (DataType)(int)header.DataType;
        if (header.ByteSize < 0 || (Int128)new Shape([.. header.Shape]).ElementCount * type.ByteSize() != header.ByteSize)
            throw BridgeException.Invalid(ErrorReason.TensorSize, $"tensor \"{header.Name}\": {type} {new Shape([.. header.Shape])} does not take {header.ByteSize} bytes",
                ("tensor", header.Name), ("byte_size", header.ByteSize), ("shape", new Shape([.. header.Shape])));
        _total += header.ByteSize;
        if (_total > maxBytes)
            throw BridgeException.Invalid(ErrorReason.TensorTooLarge, $"the tensors of this batch have {_total} bytes; at most {maxBytes} are allowed", ("tensor", header.Name), ("byte_size", _total), ("allowed", maxBytes));
        (_header, _length) = (header, 0);
        _data = [];
    }

    // Memory grows with what has arrived, not with what a header claims.
    private void Append(V1.TensorHeader header, ReadOnlySpan<byte> data)
    {
        if (_length + (long)data.Length > header.ByteSize)
            throw BridgeException.Invalid(ErrorReason.TensorSize, $"tensor \"{header.Name}\": more than the {header.ByteSize} bytes of its header arrived", ("tensor", header.Name), ("byte_size", header.ByteSize));
        if (_length + data.Length > _data.Length) Array.Resize(ref _data, (int)Math.Min(header.ByteSize, Math.Max(_data.Length * 2L, _length + data.Length)));
        data.CopyTo(_data.AsSpan(_length));
        _length += data.Length;
    }

    private void Close(V1.TensorHeader header, V1.TensorTrailer trailer)
    {
        if (_length != header.ByteSize)
            throw BridgeException.Invalid(ErrorReason.TensorSize, $"tensor \"{header.Name}\": {_length} of {header.ByteSize} bytes arrived", ("tensor", header.Name), ("byte_size", _length), ("allowed", header.ByteSize));
        var data = _data.AsMemory(0, _length);
        if (trailer.HasCrc32C && Checksum.Crc32C(data.Span) is var crc && crc != trailer.Crc32C)
            throw BridgeException.Of(ErrorCode.DataLoss, ErrorReason.ChecksumMismatch, $"tensor \"{header.Name}\": CRC-32C is {crc:x8}, {trailer.Crc32C:x8} was sent", ("tensor", header.Name), ("found", $"{crc:x8}"), ("expected", $"{trailer.Crc32C:x8}"));
        _done[header.Name] = new TensorValue((DataType)(int)header.DataType, new Shape([.. header.Shape]), data);
        (_header, _data) = (null, []);
    }
}
