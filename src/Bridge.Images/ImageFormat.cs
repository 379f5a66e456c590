namespace Bridge.Images;

/// <summary>What a file is by its first bytes. Others that the decoder knows are not offered to it.</summary>
public static class ImageFormat
{
    /// <summary>Names of those that can be read.</summary>
    public const string Allowed = "PNG, JPEG, WebP, GIF, BMP";

    /// <summary>So many bytes decide.</summary>
    public const int HeaderBytes = 12;

    /// <summary>The format's name, or null.</summary>
    /// <param name="file">The file, or its first bytes.</param>
    public static string? Of(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])) return "PNG";
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "JPEG";
        if (file.Length >= HeaderBytes && file.StartsWith("RIFF"u8) && file[8..HeaderBytes].SequenceEqual("WEBP"u8)) return "WebP";
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)) return "GIF";
        return file.StartsWith("BM"u8) ? "BMP" : null;
    }
}
