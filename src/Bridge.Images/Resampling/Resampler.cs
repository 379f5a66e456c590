using System.Runtime.Intrinsics;

namespace Bridge.Images.Resampling;

/// <summary>
/// Resizes pictures to the very bytes that Pillow's <c>Image.resize</c> gives: first along rows, then along columns, with 8-bit pixels between, each pass in
/// 32-bit whole numbers, rounded half up and cut to [0, 255].
/// </summary>
internal static unsafe class Resampler
{
    private const int Half = 1 << (AxisWeights.FractionBits - 1);

    /// <summary>The picture in another size; the source itself where it has that size.</summary>
    public static PixelBuffer Resize(PixelBuffer source, int width, int height, ResampleFilter filter)
    {
        ImageLimits.Check(width, height, "resizing would give");
        if (source.Width == width && source.Height == height) return source;
        if (filter == ResampleFilter.Nearest) return NearestResampler.Resize(source, width, height);
        var wide = source.Width == width ? source : AlongRows(source, width, new AxisWeights(filter, source.Width, width));
        if (source.Height == height) return wide;
        try
        {
            return AlongColumns(wide, height, new AxisWeights(filter, source.Height, height));
        }
        finally
        {
            if (wide != source) wide.Dispose();
        }
    }

    private static PixelBuffer AlongRows(PixelBuffer source, int width, AxisWeights weights)
    {
        var target = new PixelBuffer(width, source.Height);
        for (var y = 0; y < source.Height; y++)
        {
            var from = source.Row(y);
            var to = (uint*)target.Row(y);
            for (var x = 0; x < width; x++)
            {
                var run = weights.Of(x);
                var pixels = from + (nint)weights.Starts[x] * PixelBuffer.PixelSize;
                var (even, odd) = (Vector128.Create(Half), Vector128<int>.Zero);
                var k = 0;
                for (; k + 2 <= run.Length; k += 2)
                {
                    even += Widen(*(uint*)(pixels + k * PixelBuffer.PixelSize)) * run[k];
                    odd += Widen(*(uint*)(pixels + (k + 1) * PixelBuffer.PixelSize)) * run[k + 1];
                }
                if (k < run.Length) even += Widen(*(uint*)(pixels + k * PixelBuffer.PixelSize)) * run[k];
                to[x] = Narrow(even + odd);
            }
        }
        return target;
    }

    // A block of columns at a time, whose sums stay in registers.
    private static PixelBuffer AlongColumns(PixelBuffer source, int height, AxisWeights weights)
    {
        var target = new PixelBuffer(source.Width, height);
        var bytes = source.Stride;
        for (var y = 0; y < height; y++)
        {
            var run = weights.Of(y);
            var from = source.Row(weights.Starts[y]);
            var to = target.Row(y);
            nint x = 0;
            for (; x + Vector256<byte>.Count <= bytes; x += Vector256<byte>.Count) Vector256.Store(Column(from + x, bytes, run), to + x);
            for (; x < bytes; x += PixelBuffer.PixelSize)
            {
                var sum = Vector128.Create(Half);
                for (var k = 0; k < run.Length; k++) sum += Widen(*(uint*)(from + x + k * bytes)) * run[k];
                *(uint*)(to + x) = Narrow(sum);
            }
        }
        return target;
    }

    private static Vector256<byte> Column(byte* from, nint stride, ReadOnlySpan<int> run)
    {
        Vector256<int> a = Vector256.Create(Half), b = a, c = a, d = a;
        for (var k = 0; k < run.Length; k++, from += stride)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(from));
            var weight = Vector256.Create(run[k]);
            a += Vector256.WidenLower(low).AsInt32() * weight;
            b += Vector256.WidenUpper(low).AsInt32() * weight;
            c += Vector256.WidenLower(high).AsInt32() * weight;
            d += Vector256.WidenUpper(high).AsInt32() * weight;
        }
        return Vector256.Narrow(Vector256.Narrow(Cut(a), Cut(b)), Vector256.Narrow(Cut(c), Cut(d)));
    }

    private static Vector256<uint> Cut(Vector256<int> sum) =>
        Vector256.Min(Vector256.Max(sum >> AxisWeights.FractionBits, Vector256<int>.Zero), Vector256.Create(255)).AsUInt32();

    private static Vector128<int> Widen(uint pixel) => Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte())).AsInt32();

    private static uint Narrow(Vector128<int> sum)
    {
        var cut = Vector128.Min(Vector128.Max(sum >> AxisWeights.FractionBits, Vector128<int>.Zero), Vector128.Create(255)).AsUInt32();
        var half = Vector128.Narrow(cut, cut);
        return Vector128.Narrow(half, half).AsUInt32().ToScalar();
    }
}
