using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>The format's names of element types.</summary>
internal static class SafetensorsDtypes
{
    /// <summary>The names that <see cref="Parse"/> knows, for messages.</summary>
    public const string Readable = "BOOL, U8, I8, I16, F16, BF16, I32, F32, F64, I64";

    /// <summary>The engine's type, or <see cref="DataType.Unspecified"/> where it has none.</summary>
    public static DataType Parse(string name) => name switch
    {
        "BOOL" => DataType.Bool,
        "U8" => DataType.UInt8,
        "I8" => DataType.Int8,
        "I16" => DataType.Int16,
        "F16" => DataType.Float16,
        "BF16" => DataType.BFloat16,
        "I32" => DataType.Int32,
        "F32" => DataType.Float32,
        "F64" => DataType.Float64,
        "I64" => DataType.Int64,
        _ => DataType.Unspecified,
    };

    /// <summary>Bits of one element of the types that the engine lacks but whose sizes are known; 0 for all others.</summary>
    public static int BitsOfForeign(string name) => name switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 8,
        "U16" => 16,
        "U32" => 32,
        "U64" or "C64" => 64,
        _ => 0,
    };

    /// <summary>The name that is written.</summary>
    public static string Name(DataType type) => type switch
    {
        DataType.Bool => "BOOL",
        DataType.UInt8 => "U8",
        DataType.Int8 => "I8",
        DataType.Int16 => "I16",
        DataType.Float16 => "F16",
        DataType.BFloat16 => "BF16",
        DataType.Int32 => "I32",
        DataType.Float32 => "F32",
        DataType.Float64 => "F64",
        DataType.Int64 => "I64",
        _ => throw BridgeException.Invalid(ErrorReason.TensorDtype, $"data type {type} cannot be written", ("data_type", type)),
    };

    /// <summary>Place in the reference library's file order: its list of types backwards, so that wide types come first and all are aligned.</summary>
    public static int FileOrder(DataType type) => type switch
    {
        DataType.Int64 => 0,
        DataType.Float64 => 1,
        DataType.Float32 => 2,
        DataType.Int32 => 3,
        DataType.BFloat16 => 4,
        DataType.Float16 => 5,
        DataType.Int16 => 6,
        DataType.Int8 => 7,
        DataType.UInt8 => 8,
        _ => 9,
    };
}
