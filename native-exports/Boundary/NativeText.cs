using System.Text;

namespace Bridge.Native.Boundary;

/// <summary>NUL-terminated UTF-8 in memory that does not move, for pointers that getters lend.</summary>
internal sealed unsafe class NativeText : IDisposable
{
    private nint _pointer;

    public NativeText(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(memory, bytes));
        memory[bytes] = 0;
        _pointer = (nint)memory;
    }

    ~NativeText() => Dispose();

    public byte* Pointer => (byte*)_pointer;

    public void Dispose()
    {
        var memory = Interlocked.Exchange(ref _pointer, 0);
        if (memory != 0) NativeMemory.Free((void*)memory);
        GC.SuppressFinalize(this);
    }
}
