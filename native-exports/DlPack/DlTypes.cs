namespace Bridge.Native.DlPack;

/// <summary>Element types and devices as DLPack numbers them.</summary>
internal static class DlTypes
{
    public const int Cpu = 1;
    private const int Cuda = 2;

    private static readonly (DataType Type, byte Code, byte Bits)[] Known =
    [
        (DataType.Bool, 6, 8), (DataType.UInt8, 1, 8), (DataType.Int8, 0, 8), (DataType.Int16, 0, 16), (DataType.Int32, 0, 32), (DataType.Int64, 0, 64),
        (DataType.Float16, 2, 16), (DataType.BFloat16, 4, 16), (DataType.Float32, 2, 32), (DataType.Float64, 2, 64),
    ];

    public static DlDataType Of(DataType type)
    {
        var (_, code, bits) = Known.First(k => k.Type == type);
        return new DlDataType { Code = code, Bits = bits, Lanes = 1 };
    }

    public static DataType Of(DlDataType type)
    {
        foreach (var (known, code, bits) in Known)
            if (type.Lanes == 1 && type.Code == code && type.Bits == bits) return known;
        throw BridgeException.Invalid(ErrorReason.TensorDtype, $"DLPack type (code {type.Code}, {type.Bits} bits, {type.Lanes} lanes) has no data type here", ("code", type.Code), ("bits", type.Bits), ("lanes", type.Lanes));
    }

    public static DlDevice Of(TorchSharp.torch.Device device) => device.type == TorchSharp.DeviceType.CPU
        ? new DlDevice { Type = Cpu, Id = 0 }
        : new DlDevice { Type = Cuda, Id = Math.Max(device.index, 0) };
}
