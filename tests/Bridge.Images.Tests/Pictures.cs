namespace Bridge.Images.Tests;

/// <summary>Pictures that the tests make themselves; bytes are red, green, blue, row after row.</summary>
internal static unsafe class Pictures
{
    /// <summary>The noise of Data/make.py.</summary>
    public static byte[] Noise(int width, int height, uint seed)
    {
        var bytes = new byte[width * height * 3];
        foreach (ref var b in bytes.AsSpan())
        {
            seed = seed * 1664525 + 1013904223;
            var value = seed >> 24;
            b = (byte)((seed >> 22 & 3) != 0 ? value : 255 * (value & 1));
        }
        return bytes;
    }

    public static PixelBuffer Buffer(int width, int height, ReadOnlySpan<byte> rgb)
    {
        var buffer = new PixelBuffer(width, height);
        for (var i = 0; i < width * height * 4; i++) buffer.Memory[i] = i % 4 == 3 ? (byte)(i * 7) : rgb[i / 4 * 3 + i % 4];
        return buffer;
    }

    public static byte[] Bytes(PixelBuffer buffer)
    {
        var bytes = new byte[buffer.Width * buffer.Height * 3];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = buffer.Memory[i / 3 * 4 + i % 3];
        return bytes;
    }
}
