using Bridge.Core;
using SkiaSharp;

namespace Bridge.Images.Decoding;

/// <summary>
/// A file's pixels as 8-bit red, green and blue, as Pillow's <c>convert("RGB")</c> has them: alpha is dropped (colours are not multiplied by it), grey and palettes
/// become colours, colour profiles and the EXIF orientation are not applied. Of animations the first frame; of 16-bit files the high byte.
/// </summary>
internal static class ImageDecoder
{
    private const string CutOff = "it is cut off";

    /// <summary>Decodes a whole file. IMAGE_INVALID: no such format, damaged, cut off, or larger than the limits; RUNTIME_NOT_FOUND.</summary>
    public static unsafe PixelBuffer Decode(ReadOnlySpan<byte> file)
    {
        var format = ImageFormat.Of(file) ?? throw BridgeException.Invalid(ErrorReason.ImageInvalid,
            file.IsEmpty ? "the image is empty" : $"the image is in no known format, allowed are {ImageFormat.Allowed}", ("allowed", ImageFormat.Allowed));
        if (format == "JPEG" && !JpegScans.Complete(file)) throw Damaged(format, CutOff);
        if (format == "GIF") file = GifFirstFrame.Opaque(file);
        ImageLibrary.Finder.Install();
        fixed (byte* bytes = file)
        {
            try
            {
                using var data = SKData.Create((nint)bytes, file.Length);
                return Decode(data, format);
            }
            catch (Exception error) when (error is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
            {
                throw ImageLibrary.Finder.Missing(error);
            }
        }
    }

    private static unsafe PixelBuffer Decode(SKData data, string format)
    {
        using var codec = SKCodec.Create(data) ?? throw Damaged(format, "its header cannot be read");
        ImageLimits.Check(codec.Info.Width, codec.Info.Height, $"the {format} image has");
        var pixels = new PixelBuffer(codec.Info.Width, codec.Info.Height);
        try
        {
            // Without a colour space in the target no profile is applied.
            var info = new SKImageInfo(pixels.Width, pixels.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
            var result = codec.GetPixels(info, (nint)pixels.Memory, (int)pixels.Stride, SKCodecOptions.Default);
            if (result != SKCodecResult.Success) throw Damaged(format, result == SKCodecResult.IncompleteInput ? CutOff : $"it is damaged ({result})");
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    private static BridgeException Damaged(string format, string complaint) =>
        BridgeException.Invalid(ErrorReason.ImageInvalid, $"the {format} image cannot be decoded: {complaint}", ("format", format), ("detail", complaint));
}
