using Bridge.Core;

namespace Bridge.Engine;

/// <summary>A tensor's elements outside libtorch: little-endian, row-major.</summary>
/// <param name="DataType">Element type.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Data">The bytes; not changed while a call uses them.</param>
public sealed record TensorValue(DataType DataType, Shape Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Refuses bytes that do not fit the shape, and shapes that cannot be.</summary>
    /// <param name="name">What the tensor is called, for messages.</param>
    /// <exception cref="BridgeException">TENSOR_DTYPE, TENSOR_SHAPE, TENSOR_SIZE.</exception>
    public void Check(string name)
    {
        if (DataType is <= DataType.Unspecified or > DataType.Float64)
            throw BridgeException.Invalid(ErrorReason.TensorDtype, $"tensor \"{name}\": data type {(int)DataType} is not one of BOOL to FLOAT64 (1 to 10)", ("tensor", name), ("data_type", (int)DataType), ("allowed", "1 to 10"));
        if (Shape.Rank > Shape.MaxRank)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"tensor \"{name}\" has {Shape.Rank} dimensions; at most {Shape.MaxRank} are allowed", ("tensor", name), ("rank", Shape.Rank), ("allowed", Shape.MaxRank));
        foreach (var size in Shape.Dimensions)
            if (size < 0)
                throw BridgeException.Invalid(ErrorReason.TensorShape, $"tensor \"{name}\": shape {Shape} has a negative size", ("tensor", name), ("shape", Shape));
        var wanted = (Int128)Shape.ElementCount * DataType.ByteSize();
        if (wanted != Data.Length)
            throw BridgeException.Invalid(ErrorReason.TensorSize, $"tensor \"{name}\": {DataType} {Shape} takes {wanted} bytes, found {Data.Length}",
                ("tensor", name), ("data_type", DataType), ("shape", Shape), ("byte_size", Data.Length), ("allowed", wanted));
    }
}
