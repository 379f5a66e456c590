using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Bridge.Torch.Native;

/// <summary>y = x / sqrt(mean(x^2) + epsilon) w over the last dimension, in one pass over each row; float32 on the CPU, contiguous.</summary>
internal static unsafe class RmsNormKernel
{
    private const long Grain = 1 << 15;

    /// <summary>y is of x's size.</summary>
    public static void Run(Tensor x, Tensor weight, Tensor y, double epsilon)
    {
        var work = new Work { Size = weight.shape[0], Epsilon = (float)epsilon };
        if (Aoti.DataPointer(x.Handle, (void**)&work.Source) != 0 || Aoti.DataPointer(weight.Handle, (void**)&work.Weight) != 0 || Aoti.DataPointer(y.Handle, (void**)&work.Target) != 0
            || Aoti.ParallelFor(0, x.NumberOfElements / work.Size, Math.Max(1, Grain / work.Size), &Rows, &work) != 0)
            throw Aoti.Failed("root mean square norm", x, weight);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(y);
    }

    [UnmanagedCallersOnly]
    private static void Rows(long begin, long end, void* context)
    {
        var work = (Work*)context;
        for (var row = begin; row < end; row++) Row(work->Source + row * work->Size, work->Weight, work->Target + row * work->Size, work->Size, work->Epsilon);
    }

    private static void Row(float* x, float* weight, float* y, long size, float epsilon)
    {
        Vector256<float> first = default, second = default;
        long i = 0;
        for (; i + 16 <= size; i += 16)
        {
            var (a, b) = (Vector256.Load(x + i), Vector256.Load(x + i + 8));
            first += a * a;
            second += b * b;
        }
        var sum = Vector256.Sum(first + second);
        for (; i < size; i++) sum += x[i] * x[i];
        var scale = 1 / MathF.Sqrt(sum / size + epsilon);
        for (i = 0; i + 8 <= size; i += 8) (Vector256.Load(x + i) * scale * Vector256.Load(weight + i)).Store(y + i);
        for (; i < size; i++) y[i] = x[i] * scale * weight[i];
    }

    private struct Work
    {
        public float* Source, Weight, Target;
        public long Size;
        public float Epsilon;
    }
}
