using System.Numerics;
using System.Runtime.InteropServices;

namespace Bridge.Training.Optimization;

/// <summary>
/// One AdamW update in one pass over memory, where libtorch's operators take ten. Each element goes through the same operations whether it falls into a
/// vector or the rest, so the bits depend on neither the width of vectors nor the number of threads.
/// </summary>
internal readonly struct AdamWKernel(double rate, long steps, AdamWOptions options)
{
    private readonly float _keep = (float)(1 - rate * options.WeightDecay);
    private readonly float _meanShare = (float)(1 - options.Beta1);
    private readonly float _squareKeep = (float)options.Beta2;
    private readonly float _squareShare = (float)(1 - options.Beta2);
    private readonly float _correction = (float)Math.Sqrt(1 - Math.Pow(options.Beta2, steps));
    private readonly float _epsilon = (float)options.Epsilon;
    private readonly float _size = (float)(rate / (1 - Math.Pow(options.Beta1, steps)));

    /// <summary>Updates parameter and moments in place; all four are of one length.</summary>
    public void Apply(Span<float> parameter, Span<float> mean, Span<float> square, ReadOnlySpan<float> gradient)
    {
        var p = MemoryMarshal.Cast<float, Vector<float>>(parameter);
        var m = MemoryMarshal.Cast<float, Vector<float>>(mean);
        var v = MemoryMarshal.Cast<float, Vector<float>>(square);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        for (var i = 0; i < p.Length; i++)
        {
            m[i] += (g[i] - m[i]) * _meanShare;
            v[i] = v[i] * _squareKeep + g[i] * g[i] * _squareShare;
            var denominator = Vector.SquareRoot(v[i]) / new Vector<float>(_correction) + new Vector<float>(_epsilon);
            p[i] = p[i] * _keep - m[i] / denominator * _size;
        }
        for (var i = p.Length * Vector<float>.Count; i < parameter.Length; i++)
        {
            mean[i] += (gradient[i] - mean[i]) * _meanShare;
            square[i] = square[i] * _squareKeep + gradient[i] * gradient[i] * _squareShare;
            var denominator = MathF.Sqrt(square[i]) / _correction + _epsilon;
            parameter[i] = parameter[i] * _keep - mean[i] / denominator * _size;
        }
    }
}
