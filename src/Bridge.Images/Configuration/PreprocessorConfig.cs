using Bridge.Images.Resampling;

namespace Bridge.Images.Configuration;

/// <summary>What preprocessor_config.json asks for; the steps run in this order.</summary>
/// <param name="Resize">The size to resize to; null: images keep theirs.</param>
/// <param name="Filter">How it is resized.</param>
/// <param name="Crop">Width and height of the middle that is kept, with black around where the image is smaller; null: all of it.</param>
/// <param name="Scale">Factor of each 8-bit value; null: none.</param>
/// <param name="Normalization">Mean and standard deviation by channel; null: none.</param>
internal sealed record PreprocessorConfig(ResizeRule? Resize, ResampleFilter Filter, (int Width, int Height)? Crop, double? Scale, (double[] Mean, double[] Deviation)? Normalization)
{
    /// <summary>Width and height of the result, where they do not depend on the image.</summary>
    public (int Width, int Height)? FixedSize => Crop ?? (Resize is ResizeRule.Exact exact ? (exact.Width, exact.Height) : null);
}
