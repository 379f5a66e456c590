using System.Runtime.InteropServices;

namespace Bridge.Images;

/// <summary>
/// An 8-bit picture in native memory: four bytes a pixel (red, green, blue, one that is not read), row after row from the top. Outside the managed heap, so that
/// large ones are gone when they are disposed of.
/// </summary>
internal sealed unsafe class PixelBuffer : IDisposable
{
    /// <summary>Bytes of a pixel.</summary>
    public const int PixelSize = 4;

    private byte* _memory;

    public PixelBuffer(int width, int height)
    {
        (Width, Height) = (width, height);
        _memory = (byte*)NativeMemory.AlignedAlloc(checked((nuint)width * (nuint)height * PixelSize), 64);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Bytes of a row.</summary>
    public nint Stride => (nint)Width * PixelSize;

    public byte* Memory => _memory;

    public byte* Row(int y) => _memory + Stride * y;

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.SuppressFinalize(this);
    }

    ~PixelBuffer() => NativeMemory.AlignedFree(_memory);
}
