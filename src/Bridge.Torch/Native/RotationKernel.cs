using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Bridge.Torch.Native;

/// <summary>Turns the two halves of each head against each other, in one pass; float32 on the CPU.</summary>
internal static unsafe class RotationKernel
{
    private const long Grain = 1 << 15;

    /// <summary>
    /// x and y (rows, length, heads, size) contiguous; cosine and sine (rows or 1, 1, length, turned) contiguous. <paramref name="sign"/>: -1 turns back. What is beyond the turned part of
    /// a head is copied.
    /// </summary>
    public static void Run(Tensor x, Tensor cosine, Tensor sine, Tensor y, float sign)
    {
        var work = new Work { Length = x.shape[1], Heads = x.shape[2], Size = x.shape[3], Turned = cosine.shape[3], Sign = sign, Shared = cosine.shape[0] == 1 ? 1 : 0 };
        if (Aoti.DataPointer(x.Handle, (void**)&work.Source) != 0 || Aoti.DataPointer(cosine.Handle, (void**)&work.Cosine) != 0 || Aoti.DataPointer(sine.Handle, (void**)&work.Sine) != 0
            || Aoti.DataPointer(y.Handle, (void**)&work.Target) != 0
            || Aoti.ParallelFor(0, x.shape[0] * work.Length, Math.Max(1, Grain / (work.Heads * work.Size)), &Tokens, &work) != 0)
            throw Aoti.Failed("rotation", x, cosine);
        GC.KeepAlive(x);
        GC.KeepAlive(cosine);
        GC.KeepAlive(sine);
        GC.KeepAlive(y);
    }

    [UnmanagedCallersOnly]
    private static void Tokens(long begin, long end, void* context)
    {
        var work = (Work*)context;
        for (var token = begin; token < end; token++)
        {
            var place = (work->Shared != 0 ? token % work->Length : token) * work->Turned;
            for (long head = 0; head < work->Heads; head++)
            {
                var at = (token * work->Heads + head) * work->Size;
                Head(work->Source + at, work->Cosine + place, work->Sine + place, work->Target + at, work);
            }
        }
    }

    private static void Head(float* x, float* cosine, float* sine, float* y, Work* work)
    {
        var half = work->Turned / 2;
        long i = 0;
        for (; i + 8 <= half; i += 8)
        {
            var (low, high) = (Vector256.Load(x + i), Vector256.Load(x + half + i));
            (low * Vector256.Load(cosine + i) - high * (Vector256.Load(sine + i) * work->Sign)).Store(y + i);
            (high * Vector256.Load(cosine + half + i) + low * (Vector256.Load(sine + half + i) * work->Sign)).Store(y + half + i);
        }
        for (; i < half; i++)
        {
            var (low, high) = (x[i], x[half + i]);
            y[i] = low * cosine[i] - high * (sine[i] * work->Sign);
            y[half + i] = high * cosine[half + i] + low * (sine[half + i] * work->Sign);
        }
        for (i = work->Turned; i < work->Size; i++) y[i] = x[i];
    }

    private struct Work
    {
        public float* Source, Cosine, Sine, Target;
        public long Length, Heads, Size, Turned;
        public float Sign;
        public int Shared;
    }
}
