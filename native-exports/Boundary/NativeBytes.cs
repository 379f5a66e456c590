namespace Bridge.Native.Boundary;

/// <summary>A copy of bytes in memory that does not move, followed by a NUL.</summary>
internal sealed unsafe class NativeBytes : IDisposable
{
    private nint _pointer;

    public NativeBytes(ReadOnlySpan<byte> bytes)
    {
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        memory[bytes.Length] = 0;
        _pointer = (nint)memory;
    }

    ~NativeBytes() => Dispose();

    public byte* Pointer => (byte*)_pointer;

    public void Dispose()
    {
        var memory = Interlocked.Exchange(ref _pointer, 0);
        if (memory != 0) NativeMemory.Free((void*)memory);
        GC.SuppressFinalize(this);
    }
}
