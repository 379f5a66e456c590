using Google.Protobuf;

namespace AdapterBridge.Client;

/// <summary>Images for a model of images, one a row: bytes of PNG, JPEG, WebP, GIF or BMP files. A message holds 4 MiB.</summary>
public sealed class ImageBatch(params IReadOnlyList<ReadOnlyMemory<byte>> images)
{
    /// <summary>The files.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Images { get; } = images;

    internal IEnumerable<ByteString> ToMessages() => Images.Select(UnsafeByteOperations.UnsafeWrap);
}
