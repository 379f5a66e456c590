using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>The only Python names that a file may use, and what each stands for here. Nothing of Python is ever looked up or run.</summary>
internal static class PickleGlobals
{
    /// <summary>What may be used, for messages.</summary>
    public const string Allowed = "collections.OrderedDict, the tensor and parameter rebuild functions of torch._utils, torch.Size, storage types and data types of torch";

    /// <summary>The value of a name, or null where it is not allowed.</summary>
    public static PickleGlobal? Find(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") => new PickleGlobal(PickleGlobalKind.OrderedDict),
        ("torch._utils", "_rebuild_tensor") => new PickleGlobal(PickleGlobalKind.Tensor),
        ("torch._utils", "_rebuild_tensor_v2") => new PickleGlobal(PickleGlobalKind.Tensor),
        ("torch._utils", "_rebuild_tensor_v3") => new PickleGlobal(PickleGlobalKind.TypedTensor),
        ("torch._utils", "_rebuild_parameter") => new PickleGlobal(PickleGlobalKind.Parameter),
        ("torch._utils", "_rebuild_parameter_with_state") => new PickleGlobal(PickleGlobalKind.Parameter),
        ("torch", "Size") => new PickleGlobal(PickleGlobalKind.Size),
        ("torch.storage" or "torch", "UntypedStorage") => new PickleGlobal(PickleGlobalKind.UntypedStorage),
        ("torch", _) when StorageType(name) is var type and not DataType.Unspecified => new PickleGlobal(PickleGlobalKind.StorageType, type),
        ("torch", _) when TensorType(name) is var type and not DataType.Unspecified => new PickleGlobal(PickleGlobalKind.TensorType, type),
        _ => null,
    };

    /// <summary>Name of the storage class of a type.</summary>
    public static string StorageName(DataType type) => type switch
    {
        DataType.Bool => "BoolStorage",
        DataType.UInt8 => "ByteStorage",
        DataType.Int8 => "CharStorage",
        DataType.Int16 => "ShortStorage",
        DataType.Int32 => "IntStorage",
        DataType.Int64 => "LongStorage",
        DataType.Float16 => "HalfStorage",
        DataType.BFloat16 => "BFloat16Storage",
        DataType.Float32 => "FloatStorage",
        DataType.Float64 => "DoubleStorage",
        _ => throw BridgeException.Invalid(ErrorReason.TensorDtype, $"data type {type} cannot be written", ("data_type", type)),
    };

    private static DataType StorageType(string name) => name switch
    {
        "BoolStorage" => DataType.Bool,
        "ByteStorage" => DataType.UInt8,
        "CharStorage" => DataType.Int8,
        "ShortStorage" => DataType.Int16,
        "IntStorage" => DataType.Int32,
        "LongStorage" => DataType.Int64,
        "HalfStorage" => DataType.Float16,
        "BFloat16Storage" => DataType.BFloat16,
        "FloatStorage" => DataType.Float32,
        "DoubleStorage" => DataType.Float64,
        _ => DataType.Unspecified,
    };

    private static DataType TensorType(string name) => name switch
    {
        "bool" => DataType.Bool,
        "uint8" => DataType.UInt8,
        "int8" => DataType.Int8,
        "int16" => DataType.Int16,
        "int32" => DataType.Int32,
        "int64" => DataType.Int64,
        "float16" => DataType.Float16,
        "bfloat16" => DataType.BFloat16,
        "float32" => DataType.Float32,
        "float64" => DataType.Float64,
        _ => DataType.Unspecified,
    };
}
