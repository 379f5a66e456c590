using System.Buffers.Binary;
using System.Runtime.InteropServices;

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

    /// <summary>A file of 24 bits a pixel.</summary>
    public static byte[] Bmp(int width, int height, ReadOnlySpan<byte> rgb)
    {
        var stride = (width * 3 + 3) / 4 * 4;
        var file = new byte[54 + stride * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        ReadOnlySpan<int> header = [54, 40, width, -height, 1 | 24 << 16, 0, stride * height, 2835, 2835];
        MemoryMarshal.AsBytes(header).CopyTo(file.AsSpan(10));
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < width * 3; i++) file[54 + y * stride + i] = rgb[y * width * 3 + i / 3 * 3 + (2 - i % 3)];
        }
        return file;
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
