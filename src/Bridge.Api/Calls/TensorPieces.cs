using Bridge.Engine;
using Google.Protobuf;

namespace Bridge.Api;

/// <summary>Takes tensors apart that are too large for a message.</summary>
internal static class TensorPieces
{
    /// <summary>A header, the data in pieces of so many bytes, a trailer. Bytes are shared, not copied.</summary>
    public static IEnumerable<V1.TensorChunk> Of(string name, TensorValue value, int chunkBytes)
    {
        yield return new V1.TensorChunk { Header = new V1.TensorHeader { Name = name, DataType = (V1.DataType)(int)value.DataType, Shape = { value.Shape.Dimensions }, ByteSize = value.Data.Length } };
        for (var offset = 0; offset < value.Data.Length; offset += chunkBytes)
            yield return new V1.TensorChunk { Data = UnsafeByteOperations.UnsafeWrap(value.Data.Slice(offset, Math.Min(chunkBytes, value.Data.Length - offset))) };
        yield return new V1.TensorChunk { Trailer = new V1.TensorTrailer { Crc32C = Checksum.Crc32C(value.Data.Span) } };
    }
}
