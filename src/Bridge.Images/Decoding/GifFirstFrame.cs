namespace Bridge.Images.Decoding;

/// <summary>A GIF whose first frame is not transparent anywhere: the decoder would give black there, where the palette has a colour, which is what stays when alpha is dropped.</summary>
internal static class GifFirstFrame
{
    private const byte Extension = 0x21, GraphicControl = 0xF9;

    /// <summary>The file, or a copy without the mark.</summary>
    public static ReadOnlySpan<byte> Opaque(ReadOnlySpan<byte> file)
    {
        // Header and screen take 13 bytes, the global palette 3 for each of its colours.
        if (file.Length < 13) return file;
        var at = 13 + ((file[10] & 0x80) == 0 ? 0 : 3 << (file[10] & 7) + 1);
        byte[]? copy = null;
        while (at + 3 < file.Length && file[at] == Extension)
        {
            if (file[at + 1] == GraphicControl && (file[at + 3] & 1) != 0)
            {
                copy ??= file.ToArray();
                copy[at + 3] &= 0xFE;
            }
            at += 2;
            while (at < file.Length && file[at] != 0) at += file[at] + 1;
            at++;
        }
        return copy ?? file;
    }
}
