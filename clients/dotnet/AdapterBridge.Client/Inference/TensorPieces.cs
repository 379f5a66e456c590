using System.Buffers;
using Google.Protobuf;

namespace AdapterBridge.Client;

/// <summary>Tensors in pieces: a header, data, a trailer with the CRC-32C.</summary>
internal sealed class TensorPieces
{
    public const int PieceBytes = 64 * 1024;
    public const int InlineBytes = 1024 * 1024;
    private readonly ArrayBufferWriter<byte> _data = new();
    private Wire.TensorHeader? _header;

    /// <summary>The whole ones.</summary>
    public Dictionary<string, Tensor> Tensors { get; } = [];

    /// <summary>The pieces of a tensor.</summary>
    public static IEnumerable<Wire.TensorChunk> Of(string name, Tensor tensor)
    {
        var header = new Wire.TensorHeader { Name = name, DataType = (Wire.DataType)tensor.DataType, Shape = { tensor.Shape }, ByteSize = tensor.Data.Length };
        yield return new Wire.TensorChunk { Header = header };
        for (var start = 0; start < tensor.Data.Length; start += PieceBytes)
            yield return new Wire.TensorChunk { Data = UnsafeByteOperations.UnsafeWrap(tensor.Data.Slice(start, Math.Min(PieceBytes, tensor.Data.Length - start))) };
        yield return new Wire.TensorChunk { Trailer = new Wire.TensorTrailer { Crc32C = Crc32C.Of(tensor.Data.Span) } };
    }

    /// <summary>Takes the next piece.</summary>
    public void Add(Wire.TensorChunk piece)
    {
        if (piece.PartCase == Wire.TensorChunk.PartOneofCase.Header)
        {
            _header = piece.Header;
            _data.ResetWrittenCount();
            return;
        }

        var header = _header ?? throw Errors.Damaged("CHECKSUM_MISMATCH", $"a tensor's {piece.PartCase} came before its header", ("part", piece.PartCase.ToString()));
        if (piece.PartCase == Wire.TensorChunk.PartOneofCase.Data) _data.Write(piece.Data.Span);
        else if (piece.PartCase == Wire.TensorChunk.PartOneofCase.Trailer) Close(header, piece.Trailer);
    }

    private void Close(Wire.TensorHeader header, Wire.TensorTrailer trailer)
    {
        var data = _data.WrittenSpan.ToArray();
        var found = Crc32C.Of(data);
        if (data.Length != header.ByteSize)
            throw Errors.Damaged("CHECKSUM_MISMATCH", $"tensor \"{header.Name}\": {data.Length} bytes came, {header.ByteSize} were announced", ("tensor", header.Name));
        if (trailer.HasCrc32C && found != trailer.Crc32C)
            throw Errors.Damaged("CHECKSUM_MISMATCH", $"tensor \"{header.Name}\": CRC-32C is {found:x8}, {trailer.Crc32C:x8} was announced", ("tensor", header.Name));
        Tensors[header.Name] = new Tensor((DataType)header.DataType, header.Shape, data);
        _header = null;
    }
}
