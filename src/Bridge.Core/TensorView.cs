namespace Bridge.Core;

/// <summary>
/// A tensor's bytes where they lie (mapped file, pinned array): little-endian, row-major, contiguous. Whoever made the view keeps the memory alive
/// as long as <see cref="Owner"/> is referenced and not disposed.
/// </summary>
public sealed class TensorView
{
    /// <summary>A view of <paramref name="byteLength"/> bytes at <paramref name="address"/>.</summary>
    public TensorView(string name, DataType dataType, Shape shape, nint address, long byteLength, object owner)
    {
        if (checked(shape.ElementCount * dataType.ByteSize()) != byteLength)
            throw BridgeException.Invalid(ErrorReason.TensorSize, $"tensor \"{name}\": {byteLength} bytes do not hold {dataType} {shape}",
                ("tensor", name), ("byte_size", byteLength), ("shape", shape), ("data_type", dataType));
        Name = name;
        DataType = dataType;
        Shape = shape;
        Address = address;
        ByteLength = byteLength;
        Owner = owner;
    }

    /// <summary>The tensor's name in its file.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public DataType DataType { get; }

    /// <summary>Sizes.</summary>
    public Shape Shape { get; }

    /// <summary>First byte.</summary>
    public nint Address { get; }

    /// <summary>How many bytes.</summary>
    public long ByteLength { get; }

    /// <summary>What keeps the memory alive.</summary>
    public object Owner { get; }

    /// <summary>The bytes, for tensors below 2 GiB.</summary>
    public unsafe ReadOnlySpan<byte> Bytes => new((void*)Address, checked((int)ByteLength));
}
