using Bridge.Images.Configuration;

namespace Bridge.Images;

/// <summary>
/// Rescaling and normalising: each is a function of one 8-bit value and its channel, so 256 numbers a channel hold all there is, computed as the reference's numpy
/// does: the product in float64, rounded to float32, then difference and quotient in float32.
/// </summary>
internal static class ValueTables
{
    public static float[][] Of(PreprocessorConfig config) =>
        [.. Enumerable.Range(0, ImagePreprocessor.Channels).Select(channel => Enumerable.Range(0, 256).Select(value => Value(config, channel, value)).ToArray())];

    /// <summary>Writes the middle of an image, (3, height, width), with black where the image ends before.</summary>
    public static unsafe void Apply(float[][] tables, PixelBuffer image, int width, int height, Span<float> values)
    {
        int left = Offset(image.Width, width), top = Offset(image.Height, height);
        var plane = width * height;
        for (var channel = 0; channel < tables.Length; channel++)
        {
            var table = tables[channel];
            for (var y = 0; y < height; y++)
            {
                var row = values.Slice(channel * plane + y * width, width);
                var from = y + top;
                if (from < 0 || from >= image.Height)
                {
                    row.Fill(table[0]);
                    continue;
                }
                int first = Math.Max(-left, 0), end = Math.Min(image.Width - left, width);
                row[..first].Fill(table[0]);
                row[end..].Fill(table[0]);
                var pixels = image.Row(from) + (nint)left * PixelBuffer.PixelSize + channel;
                for (var x = first; x < end; x++) row[x] = table[pixels[x * PixelBuffer.PixelSize]];
            }
        }
    }

    // Rounded down, below zero too.
    private static int Offset(int size, int crop) => (size - crop) >> 1;

    private static float Value(PreprocessorConfig config, int channel, int value)
    {
        var result = config.Scale is { } scale ? (float)(value * scale) : value;
        return config.Normalization is var (mean, deviation) ? (result - (float)mean[channel]) / (float)deviation[channel] : result;
    }
}
