using Bridge.Images.Resampling;

namespace Bridge.Images.Configuration;

/// <summary>What an image processor of the reference takes for keys that its file lacks.</summary>
/// <param name="Size">Length of the sides.</param>
/// <param name="Square">Whether one number means both sides; else it is the shorter one.</param>
/// <param name="Filter">How it is resized.</param>
/// <param name="Crop">Side of the middle that is kept, where the processor crops at all.</param>
/// <param name="CropByDefault">Whether it crops unless told otherwise.</param>
/// <param name="Mean">Mean by channel.</param>
/// <param name="Deviation">Standard deviation by channel.</param>
internal sealed record ProcessorDefaults(int Size, bool Square, ResampleFilter Filter, int Crop, bool CropByDefault, double[] Mean, double[] Deviation)
{
    private static readonly double[] Half = [0.5, 0.5, 0.5];

    private static readonly IReadOnlyDictionary<string, ProcessorDefaults> Known = new Dictionary<string, ProcessorDefaults>(StringComparer.OrdinalIgnoreCase)
    {
        ["ViT"] = new(224, Square: true, ResampleFilter.Bilinear, 224, CropByDefault: false, Half, Half),
        ["DeiT"] = new(256, Square: true, ResampleFilter.Bicubic, 224, CropByDefault: true, Half, Half),
        ["BEiT"] = new(256, Square: true, ResampleFilter.Bicubic, 224, CropByDefault: true, Half, Half),
        ["CLIP"] = new(224, Square: false, ResampleFilter.Bicubic, 224, CropByDefault: true, [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]),
    };

    /// <summary>Names of the families.</summary>
    public static string Names => string.Join(", ", Known.Keys);

    /// <summary>The defaults of a class by its name (<c>ViTImageProcessor</c>, <c>ViTImageProcessorFast</c>, <c>ViTFeatureExtractor</c>), or null.</summary>
    public static ProcessorDefaults? OfClass(string name)
    {
        foreach (var ending in (ReadOnlySpan<string>)["ImageProcessorFast", "ImageProcessor", "FeatureExtractor"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal)) return OfModel(name[..^ending.Length]);
        }
        return null;
    }

    /// <summary>The defaults of a model type (<c>vit</c>), or null.</summary>
    public static ProcessorDefaults? OfModel(string modelType) => Known.GetValueOrDefault(modelType);
}
