using Bridge.Core;

namespace Bridge.Images;

/// <summary>How large a picture may be: checked from a file's header, before memory is taken.</summary>
internal static class ImageLimits
{
    /// <summary>The most pixels; where Pillow takes a file for a decompression bomb.</summary>
    public const long MaxPixels = 2 * 89_478_485L;

    /// <summary>The longest side, in pixels: what JPEG and GIF can say.</summary>
    public const int MaxSide = 65_535;

    public static bool Allow(long width, long height) => width is > 0 and <= MaxSide && height is > 0 and <= MaxSide && width * height <= MaxPixels;

    /// <summary>IMAGE_INVALID where a size is beyond the limits; <paramref name="what"/> begins the message.</summary>
    public static void Check(long width, long height, string what)
    {
        if (Allow(width, height)) return;
        var allowed = $"sides in [1, {MaxSide}], at most {MaxPixels} pixels";
        throw BridgeException.Invalid(ErrorReason.ImageInvalid, $"{what} {width} x {height} pixels, allowed are {allowed}", ("width", width), ("height", height), ("allowed", allowed));
    }
}
