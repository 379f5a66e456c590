namespace Bridge.Images.Resampling;

/// <summary>The nearest pixel. Positions are summed step by step, as Pillow does, since that decides on which side a rounded one falls.</summary>
internal static unsafe class NearestResampler
{
    public static PixelBuffer Resize(PixelBuffer source, int width, int height)
    {
        var target = new PixelBuffer(width, height);
        int[] columns = Positions(source.Width, width), rows = Positions(source.Height, height);
        for (var y = 0; y < height; y++)
        {
            var to = new Span<uint>(target.Row(y), width);
            if (rows[y] < 0)
            {
                to.Clear();
                continue;
            }
            var from = new ReadOnlySpan<uint>(source.Row(rows[y]), source.Width);
            for (var x = 0; x < width; x++) to[x] = columns[x] < 0 ? 0 : from[columns[x]];
        }
        return target;
    }

    // -1: beyond the source, which rounding can lead to; such pixels are black.
    private static int[] Positions(int source, int target)
    {
        var positions = new int[target];
        var step = (double)source / target;
        var at = step * 0.5;
        for (var i = 0; i < target; i++, at += step) positions[i] = (int)at < source ? (int)at : -1;
        return positions;
    }
}
