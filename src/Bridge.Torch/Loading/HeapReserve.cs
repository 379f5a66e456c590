using System.Runtime.InteropServices;

namespace Bridge.Torch.Loading;

/// <summary>
/// Huge pages for the heap that loading libtorch fills: it registers its operators in 50 MiB of small blocks, and a fault for every 4 KiB of them is a fifth of a start on some
/// virtual machines. Blocks just below malloc's limit for mappings raise the heap's top without being touched; the range moves to huge pages, and all but the last are free again before
/// libtorch asks. No setting of malloc changes. Where the blocks do not lie one after another, nothing happens.
/// </summary>
internal sealed unsafe class HeapReserve : IDisposable
{
    private const int Size = 120 << 10, Overhead = 16, Count = (44 << 20) / Size, Page = 4096;
    private void* _last;

    public HeapReserve()
    {
        var blocks = stackalloc void*[Count];
        var ascends = true;
        for (var i = 0; i < Count; i++)
        {
            blocks[i] = NativeMemory.Alloc(Size);
            ascends &= i == 0 || (byte*)blocks[i] == (byte*)blocks[i - 1] + Size + Overhead;
        }
        var (from, to) = (((nint)blocks[0] + Page - 1) & -Page, (nint)blocks[Count - 1] & -Page);
        if (ascends) _ = Libc.Advise(from, to - from, Libc.Collapse);
        for (var i = 0; i < Count - 1; i++) NativeMemory.Free(blocks[i]);
        _last = blocks[Count - 1];
    }

    public void Dispose()
    {
        NativeMemory.Free(_last);
        _last = null;
    }
}
