using System.Text;

namespace Bridge.Native.Boundary;

/// <summary>NUL-terminated UTF-8 in memory that does not move, for pointers that getters lend.</summary>
internal sealed unsafe class NativeText(string text) : IDisposable
{
    private readonly NativeBytes _bytes = new(Encoding.UTF8.GetBytes(text));

    public byte* Pointer => _bytes.Pointer;

    public void Dispose() => _bytes.Dispose();
}
