using System.Runtime.InteropServices;

namespace Bridge.Checkpoints;

/// <summary>Memory of our own for tensors that cannot be used where they lie. Freed when nothing refers to it any more.</summary>
internal sealed unsafe class NativeBlock
{
    private const int Alignment = 64;
    private readonly void* _start;

    /// <summary>Allocates, not cleared.</summary>
    public NativeBlock(long length)
    {
        Length = Math.Max(length, 1);
        _start = NativeMemory.AlignedAlloc((nuint)Length, Alignment);
        GC.AddMemoryPressure(Length);
    }

    /// <summary>Frees.</summary>
    ~NativeBlock()
    {
        NativeMemory.AlignedFree(_start);
        GC.RemoveMemoryPressure(Length);
    }

    /// <summary>How many bytes, at least 1.</summary>
    public long Length { get; }

    /// <summary>First byte.</summary>
    public byte* Start => (byte*)_start;
}
