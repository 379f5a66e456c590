using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>A tensor to be written or digested: what it is called, what it is, and how to get its bytes (little-endian, row-major) when their turn comes.</summary>
public sealed class TensorContent
{
    private readonly Action<Stream> _copy;

    private TensorContent(string name, DataType dataType, Shape shape, Action<Stream> copy)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        DataType = dataType;
        Shape = shape;
        ByteLength = SizeOf(name, dataType, shape);
        _copy = copy;
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public DataType DataType { get; }

    /// <summary>Sizes.</summary>
    public Shape Shape { get; }

    /// <summary>How many bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Where it lies, of tensors in memory: those of one place and size are one.</summary>
    internal nint? Address { get; private init; }

    /// <summary>A tensor that lies in memory, of any size.</summary>
    public static TensorContent Of(TensorView view) => Of(view.Name, view);

    /// <summary>The same under another name.</summary>
    public static TensorContent Of(string name, TensorView view) => new(name, view.DataType, view.Shape, stream => CopyView(view, stream)) { Address = view.Address };

    /// <summary>Bytes at hand.</summary>
    public static TensorContent Of(string name, DataType dataType, Shape shape, ReadOnlyMemory<byte> bytes) =>
        new(name, dataType, shape, stream => stream.Write(bytes.Span));

    /// <summary>Bytes that are made when they are needed, so that only one tensor at a time takes memory. Called once for each write.</summary>
    public static TensorContent Of(string name, DataType dataType, Shape shape, Func<ReadOnlyMemory<byte>> bytes) =>
        new(name, dataType, shape, stream => stream.Write(bytes().Span));

    /// <summary>Writes the bytes; another number of them than the shape asks for is TENSOR_SIZE.</summary>
    public void CopyTo(Stream stream)
    {
        using var counted = new CountingStream(stream);
        _copy(counted);
        if (counted.Written != ByteLength)
            throw BridgeException.Invalid(ErrorReason.TensorSize, $"tensor \"{Name}\": {counted.Written} bytes were given for {DataType} {Shape}; allowed: {ByteLength}",
                ("tensor", Name), ("found", counted.Written), ("allowed", ByteLength), ("data_type", DataType), ("shape", Shape));
    }

    private static long SizeOf(string name, DataType dataType, Shape shape)
    {
        try
        {
            return checked(shape.ElementCount * dataType.ByteSize());
        }
        catch (OverflowException)
        {
            throw BridgeException.Invalid(ErrorReason.TensorSize, $"tensor \"{name}\": {dataType} {shape} has more bytes than 64 bits count", ("tensor", name), ("shape", shape));
        }
    }

    private static unsafe void CopyView(TensorView view, Stream stream)
    {
        const int Chunk = 1 << 30;
        for (long done = 0; done < view.ByteLength; done += Chunk)
            stream.Write(new ReadOnlySpan<byte>((byte*)view.Address + done, (int)Math.Min(Chunk, view.ByteLength - done)));
        GC.KeepAlive(view.Owner);
    }
}
