using Bridge.Core;

namespace Bridge.Images;

/// <summary>The native library behind SkiaSharp. Nothing is loaded before the first image.</summary>
public static class ImageLibrary
{
    /// <summary>Where it is; BRIDGE_SKIA_DIR may name its folder.</summary>
    public static NativeLibraryFinder Finder { get; } = new("libSkiaSharp", "BRIDGE_SKIA_DIR", typeof(SkiaSharp.SKCodec).Assembly);
}
