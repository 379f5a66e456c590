using System.Runtime.InteropServices;
using Google.Protobuf;

namespace AdapterBridge.Client;

/// <summary>Numbers of one type with a shape, little-endian, row-major.</summary>
public sealed class Tensor
{
    /// <summary>A tensor over bytes, which are not copied and must not change.</summary>
    public Tensor(DataType dataType, IReadOnlyList<long> shape, ReadOnlyMemory<byte> data)
    {
        var expected = checked(shape.Aggregate(1L, (product, size) => product * size) * SizeOf(dataType));
        if (shape.Any(s => s < 0) || expected != data.Length)
            throw new ArgumentException($"{dataType} ({string.Join(", ", shape)}) takes {expected} bytes, found {data.Length}", nameof(data));
        (DataType, Shape, Data) = (dataType, [.. shape], data);
    }

    /// <summary>The element type.</summary>
    public DataType DataType { get; }

    /// <summary>Sizes, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements, little-endian, row-major.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>A tensor with a copy of numbers. <c>ushort</c> is taken for bfloat16.</summary>
    public static Tensor Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged => new(TypeOf<T>(), shape.Length == 0 ? [values.Length] : shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor (rows, length) of rows of one length, such as ids of tokens.</summary>
    public static Tensor OfRows(params IReadOnlyList<long[]> rows)
    {
        var length = rows.Count == 0 ? 0 : rows[0].Length;
        var odd = rows.FirstOrDefault(r => r.Length != length);
        return odd is null ? Of<long>(rows.SelectMany(r => r).ToArray(), rows.Count, length) : throw new ArgumentException($"rows have different lengths: {length} and {odd.Length}", nameof(rows));
    }

    /// <summary>The elements as numbers, without a copy. <c>ushort</c> reads bfloat16.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged => TypeOf<T>() == DataType ? MemoryMarshal.Cast<byte, T>(Data.Span) : throw new InvalidOperationException($"the elements are {DataType}, not {TypeOf<T>()}");

    /// <inheritdoc/>
    public override string ToString() => $"{DataType} ({string.Join(", ", Shape)})";

    internal static Tensor From(Wire.Tensor message) => new((DataType)message.DataType, message.Shape, message.Data.Memory);

    internal Wire.Tensor ToMessage() => new() { DataType = (Wire.DataType)DataType, Shape = { Shape }, Data = UnsafeByteOperations.UnsafeWrap(Data) };

    private static int SizeOf(DataType type) => type switch
    {
        DataType.Bool or DataType.UInt8 or DataType.Int8 => 1,
        DataType.Int16 or DataType.Float16 or DataType.BFloat16 => 2,
        DataType.Int32 or DataType.Float32 => 4,
        DataType.Int64 or DataType.Float64 => 8,
        _ => throw new ArgumentException($"{type} is no element type that this client knows"),
    };

    private static DataType TypeOf<T>()
    {
        if (typeof(T) == typeof(float)) return DataType.Float32;
        if (typeof(T) == typeof(long)) return DataType.Int64;
        if (typeof(T) == typeof(int)) return DataType.Int32;
        if (typeof(T) == typeof(double)) return DataType.Float64;
        if (typeof(T) == typeof(bool)) return DataType.Bool;
        if (typeof(T) == typeof(byte)) return DataType.UInt8;
        if (typeof(T) == typeof(sbyte)) return DataType.Int8;
        if (typeof(T) == typeof(short)) return DataType.Int16;
        if (typeof(T) == typeof(Half)) return DataType.Float16;
        if (typeof(T) == typeof(ushort)) return DataType.BFloat16;
        throw new ArgumentException($"{typeof(T).Name} is no element type of tensors");
    }
}
