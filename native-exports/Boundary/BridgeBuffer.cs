namespace Bridge.Native.Boundary;

/// <summary>bridge_buffer: bytes, then a NUL. The owner is a ticket, so that a buffer that is released twice is released once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeBuffer
{
    public byte* Data;
    public long Size;
    public nint Owner;

    public static BridgeBuffer Of(ReadOnlySpan<byte> bytes)
    {
        var memory = new NativeBytes(bytes);
        return new BridgeBuffer { Data = memory.Pointer, Size = bytes.Length, Owner = Table.Add(HandleKind.Buffer, memory) };
    }
}
