namespace Bridge.Core;

/// <summary>Facts about element types.</summary>
public static class DataTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int ByteSize(this DataType type) => type switch
    {
        DataType.Bool or DataType.UInt8 or DataType.Int8 => 1,
        DataType.Int16 or DataType.Float16 or DataType.BFloat16 => 2,
        DataType.Int32 or DataType.Float32 => 4,
        DataType.Int64 or DataType.Float64 => 8,
        _ => throw BridgeException.Invalid(ErrorReason.TensorDtype, $"data type {type} has no size", ("data_type", type)),
    };

    /// <summary>Whether it is a floating-point type.</summary>
    public static bool IsFloatingPoint(this DataType type) =>
        type is DataType.Float16 or DataType.BFloat16 or DataType.Float32 or DataType.Float64;
}
