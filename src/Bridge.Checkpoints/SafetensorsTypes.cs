using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>The format's names of element types.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, DataType Type)[] Known =
    [
        ("BOOL", DataType.Bool), ("U8", DataType.UInt8), ("I8", DataType.Int8), ("I16", DataType.Int16), ("I32", DataType.Int32), ("I64", DataType.Int64),
        ("F16", DataType.Float16), ("BF16", DataType.BFloat16), ("F32", DataType.Float32), ("F64", DataType.Float64),
    ];

    public static DataType? Find(string name)
    {
        foreach (var (known, type) in Known)
            if (known == name) return type;
        return null;
    }

    public static string NameOf(DataType type)
    {
        foreach (var (name, known) in Known)
            if (known == type) return name;
        throw BridgeException.Invalid(ErrorReason.TensorDtype, $"data type {type} has no name in safetensors", ("data_type", type));
    }
}
