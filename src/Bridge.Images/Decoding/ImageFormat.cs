namespace Bridge.Images.Decoding;

/// <summary>What a file is by its first bytes. Others that the decoder knows are not offered to it.</summary>
internal static class ImageFormat
{
    public const string Allowed = "PNG, JPEG, WebP, GIF, BMP";

    /// <summary>The format's name, or null.</summary>
    public static string? Of(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])) return "PNG";
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "JPEG";
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8)) return "WebP";
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)) return "GIF";
        return file.StartsWith("BM"u8) ? "BMP" : null;
    }
}
