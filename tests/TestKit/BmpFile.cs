using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TestKit;

/// <summary>Images that need no encoder: 24 bits a pixel, as they are.</summary>
public static class BmpFile
{
    /// <summary>A file of red, green and blue bytes, row after row from the top.</summary>
    public static byte[] Of(int width, int height, ReadOnlySpan<byte> rgb)
    {
        var stride = (width * 3 + 3) / 4 * 4;
        var file = new byte[54 + stride * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        ReadOnlySpan<int> header = [0, 54, 40, width, -height, 1 | 24 << 16, 0, stride * height, 2835, 2835];
        MemoryMarshal.AsBytes(header).CopyTo(file.AsSpan(6));
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < width * 3; i++) file[54 + y * stride + i] = rgb[y * width * 3 + i / 3 * 3 + (2 - i % 3)];
        }
        return file;
    }

    /// <summary>An image of one colour with a little noise, the same for the same seed.</summary>
    public static byte[] Noisy(int width, int height, (int Red, int Green, int Blue) colour, int seed)
    {
        var random = new Random(seed);
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < rgb.Length; i++) rgb[i] = (byte)Math.Clamp((i % 3) switch { 0 => colour.Red, 1 => colour.Green, _ => colour.Blue } + random.Next(-30, 31), 0, 255);
        return Of(width, height, rgb);
    }
}
