using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Bridge.Torch.Native;

/// <summary>
/// Dropout whose mask is a function of seed and position, made anew wherever it is needed: nothing is kept for the backward, and the numbers do not depend
/// on threads. Element i stays where mix(i, seed) reaches p 2^32; the mixing is that of 32-bit integer hashes of two multiplications.
/// </summary>
internal static unsafe class DropoutKernel
{
    private const long Grain = 1 << 15;
    private const uint Golden = 0x9E3779B9, First = 0x7FEB352D, Second = 0x846CA68B;

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
        var i = Avx2.IsSupported ? SingleAvx2(source, target, begin, end, work) : begin;
        for (; i + 8 <= end; i += 8)
        {
            var kept = Vector256.GreaterThanOrEqual(Mix(i, work->Seed), Vector256.Create(work->Threshold)).AsSingle();
            ((Vector256.Load(source + i) * work->Scale) & kept).Store(target + i);
        }
        for (; i < end; i++) target[i] = Mix(i, work->Seed)[0] >= work->Threshold ? source[i] * work->Scale : 0;
    }

    // The same with the instructions named: what is compiled ahead for any x64 processor makes two halves of a Vector256, or calls. Returns where it stopped.
    private static long SingleAvx2(float* source, float* target, long begin, long end, Work* work)
    {
        var (scale, threshold, upper) = (Vector256.Create(work->Scale), Vector256.Create(work->Threshold), Vector256.Create((uint)(work->Seed >> 32)));
        var (golden, first, second) = (Vector256.Create(Golden), Vector256.Create(First), Vector256.Create(Second));
        var (steps, eight) = (Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(8u));
        // As far as the upper half of the position stays the same.
        var limit = Math.Min(end, ((begin >> 32) + 1) << 32);
        var low = Vector256.Create(Low(begin, work->Seed));
        var position = Avx2.Add(Vector256.Create((uint)begin), steps);
        var i = begin;
        for (; i + 8 <= limit; i += 8)
        {
            var x = Avx2.Add(Avx2.MultiplyLow(position, golden), low);
            x = Avx2.Xor(x, Avx2.ShiftRightLogical(x, 16));
            x = Avx2.Xor(Avx2.MultiplyLow(x, first), upper);
            x = Avx2.Xor(x, Avx2.ShiftRightLogical(x, 15));
            x = Avx2.MultiplyLow(x, second);
            x = Avx2.Xor(x, Avx2.ShiftRightLogical(x, 16));
            var kept = Avx2.CompareEqual(Avx2.Max(x, threshold), x);
            Avx.Store(target + i, Avx.And(Avx.Multiply(Avx.LoadVector256(source + i), scale), kept.AsSingle()));
            position = Avx2.Add(position, eight);
        }
        return i;
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
        var x = (Vector256.Create((uint)i) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7)) * Golden + Vector256.Create(Low(i, seed));
        x ^= x >> 16;
        x *= First;
        x ^= Vector256.Create((uint)(seed >> 32));
        x ^= x >> 15;
        x *= Second;
        return x ^ (x >> 16);
    }

    private static uint Low(long i, ulong seed) => (uint)seed + (uint)(i >> 32) * 0x85EBCA6B;

    private struct Work
    {
        public void* Source, Target;
        public ulong Seed;
        public uint Threshold;
        public float Scale;
        public int IsHalf;
    }
}
