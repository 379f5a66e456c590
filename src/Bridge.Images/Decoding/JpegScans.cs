namespace Bridge.Images.Decoding;

/// <summary>
/// Whether a progressive JPEG has all its scans, that is an end marker: each scan refines the whole picture, so the decoder is content with those that are there.
/// </summary>
internal static class JpegScans
{
    private const byte StartOfProgressive = 0xC2, StartOfImage = 0xD8, EndOfImage = 0xD9;

    /// <summary>False for a progressive file that ends before its end marker.</summary>
    public static bool Complete(ReadOnlySpan<byte> file)
    {
        var progressive = false;
        while (Marker(ref file) is { } marker)
        {
            if (marker == EndOfImage) return true;
            progressive |= marker == StartOfProgressive;
            // These stand alone; others say how long they are. The data of a scan, which follows its header, holds no marker but those.
            if (marker is StartOfImage or >= 0xD0 and <= 0xD7 or 0x01) continue;
            if (file.Length < 2) break;
            var length = file[0] << 8 | file[1];
            if (length > file.Length) break;
            file = file[length..];
        }
        return !progressive;
    }

    private static byte? Marker(ref ReadOnlySpan<byte> file)
    {
        while (file.IndexOf((byte)0xFF) is >= 0 and var at && at + 1 < file.Length)
        {
            var marker = file[at + 1];
            file = file[(at + (marker == 0xFF ? 1 : 2))..];
            if (marker is not (0 or 0xFF)) return marker;
        }
        return null;
    }
}
