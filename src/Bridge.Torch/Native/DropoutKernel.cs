using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Bridge.Torch.Native;

/// <summary>
/// Dropout whose mask is a function of seed and position, made anew wherever it is needed: nothing is kept for the backward, and the numbers do not depend
/// on threads. Element i stays where mix(i, seed) reaches p 2^32; the mixing is that of 32-bit integer hashes of two multiplications.
/// </summary>
internal static unsafe class DropoutKernel
{
    private const long Grain = 1 << 15;

    /// <summary>y = x with elements dropped and the rest scaled, float32 or bfloat16 on the CPU, contiguous, y of x's size; y may be x.</summary>
    public static void Run(Tensor x, Tensor y, ulong seed, double probability, double scale)
    {
        var work = new Work
        {
            Seed = seed,
            Threshold = (uint)Math.Min(Math.Round(probability * 4294967296.0), uint.MaxValue),
            Scale = (float)scale,
            IsHalf = x.dtype == ScalarType.BFloat16 ? 1 : 0,
        };
        if (Aoti.DataPointer(x.Handle, &work.Source) != 0 || Aoti.DataPointer(y.Handle, &work.Target) != 0
            || Aoti.ParallelFor(0, x.NumberOfElements, Grain, &Range, &work) != 0)
            throw Aoti.Failed("dropout", x);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    [UnmanagedCallersOnly]
    private static void Range(long begin, long end, void* context)
    {
        var work = (Work*)context;
        if (work->IsHalf != 0) Half((ushort*)work->Source, (ushort*)work->Target, begin, end, work);
        else Single((float*)work->Source, (float*)work->Target, begin, end, work);
    }

    private static void Single(float* source, float* target, long begin, long end, Work* work)
    {
        var i = begin;
        for (; i + 8 <= end; i += 8)
        {
            var kept = Vector256.GreaterThanOrEqual(Mix(i, work->Seed), Vector256.Create(work->Threshold)).AsSingle();
            ((Vector256.Load(source + i) * work->Scale) & kept).Store(target + i);
        }
        for (; i < end; i++) target[i] = Mix(i, work->Seed)[0] >= work->Threshold ? source[i] * work->Scale : 0;
    }

    // bfloat16 is the upper half of a float32; rounding is to nearest, ties to even.
    private static void Half(ushort* source, ushort* target, long begin, long end, Work* work)
    {
        var i = begin;
        for (; i + 8 <= end; i += 8)
        {
            var (low, high) = Vector128.Widen(Vector128.Load(source + i));
            var values = (Vector256.Create(low, high) << 16).AsSingle() * work->Scale;
            var bits = values.AsUInt32();
            bits = (bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256.Create(1u))) >> 16;
            bits &= Vector256.GreaterThanOrEqual(Mix(i, work->Seed), Vector256.Create(work->Threshold));
            Vector128.Narrow(bits.GetLower(), bits.GetUpper()).Store(target + i);
        }
        for (; i < end; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle((uint)source[i] << 16) * work->Scale);
            target[i] = Mix(i, work->Seed)[0] >= work->Threshold ? (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16) : (ushort)0;
        }
    }

    // Eight positions from i on.
    private static Vector256<uint> Mix(long i, ulong seed)
    {
        var low = (uint)seed + (uint)(i >> 32) * 0x85EBCA6B;
        var x = (Vector256.Create((uint)i) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7)) * 0x9E3779B9u + Vector256.Create(low);
        x ^= x >> 16;
        x *= 0x7FEB352Du;
        x ^= Vector256.Create((uint)(seed >> 32));
        x ^= x >> 15;
        x *= 0x846CA68Bu;
        return x ^ (x >> 16);
    }

    private struct Work
    {
        public void* Source, Target;
        public ulong Seed;
        public uint Threshold;
        public float Scale;
        public int IsHalf;
    }
}
