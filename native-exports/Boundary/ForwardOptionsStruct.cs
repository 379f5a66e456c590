namespace Bridge.Native.Boundary;

/// <summary>bridge_forward_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ForwardOptionsStruct
{
    public uint StructSize;
    public int WithoutHead;
    public byte** Outputs;
    public long OutputCount;
    public int MaxLength;
    public int Reserved0;

    public static ForwardOptionsStruct Read(ForwardOptionsStruct* given)
    {
        ForwardOptionsStruct options = default;
        if (given is not null) Structs.Read(given, &options, given->StructSize, sizeof(ForwardOptionsStruct), "bridge_forward_options");
        return options;
    }
}
