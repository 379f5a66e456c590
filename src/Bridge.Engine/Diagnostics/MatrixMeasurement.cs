using System.Diagnostics;
using Bridge.Torch;
using static TorchSharp.torch;

namespace Bridge.Engine.Diagnostics;

/// <summary>Times products of square matrices, large enough to be arithmetic and small enough to be quick.</summary>
internal static class MatrixMeasurement
{
    private const int Size = 1024;
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(400);

    public static IReadOnlyList<MatrixSpeed> Run() =>
    [
        Measure("fp32", ScalarType.Float32, fused: false), Measure("fp32", ScalarType.Float32, fused: true),
        Measure("bf16", ScalarType.BFloat16, fused: false), Measure("bf16", ScalarType.BFloat16, fused: true),
    ];

    private static MatrixSpeed Measure(string name, ScalarType type, bool fused)
    {
        using var quiet = no_grad();
        using var left = rand([Size, Size], type, CPU);
        using var right = rand([Size, Size], type, CPU);
        void Once()
        {
            using var product = fused ? Linear.Apply(left, right, null, Execution.Fused) : left.matmul(right);
        }
        Once();
        var best = double.MaxValue;
        var total = Stopwatch.StartNew();
        while (total.Elapsed < Budget)
        {
            var one = Stopwatch.StartNew();
            Once();
            best = Math.Min(best, one.Elapsed.TotalSeconds);
        }
        return new MatrixSpeed(name, fused ? "fused linear" : "matmul", 2.0 * Size * Size * Size / best / 1e9);
    }
}
