namespace Bridge.Native.DlPack;

/// <summary>DLDevice.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DlDevice
{
    public int Type;
    public int Id;
}

/// <summary>DLDataType.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DlDataType
{
    public byte Code;
    public byte Bits;
    public ushort Lanes;
}

/// <summary>DLTensor. Null strides are row-major ones.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DlTensor
{
    public void* Data;
    public DlDevice Device;
    public int Rank;
    public DlDataType DataType;
    public long* Shape;
    public long* Strides;
    public ulong ByteOffset;
}

/// <summary>DLManagedTensor.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DlManagedTensor
{
    public DlTensor Tensor;
    public void* Context;
    public delegate* unmanaged[Cdecl]<DlManagedTensor*, void> Deleter;
}

/// <summary>DLManagedTensorVersioned, DLPack 1.x.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DlManagedTensorVersioned
{
    public const uint OwnMajor = 1;
    public const ulong ReadOnly = 1;

    public uint Major;
    public uint Minor;
    public void* Context;
    public delegate* unmanaged[Cdecl]<DlManagedTensorVersioned*, void> Deleter;
    public ulong Flags;
    public DlTensor Tensor;
}
