using Bridge.Core;
using Bridge.Images;
using Bridge.Models.Description;
using Bridge.Training.Data;
using static TorchSharp.torch;

namespace Bridge.Engine.Images;

/// <summary>A model's image processor and the size that the model takes. Its file is read with the first image, so that models of pixel values alone need none.</summary>
internal sealed class ImageEncoder
{
    private readonly PatchSpec _patches;
    private readonly Lazy<ImagePreprocessor> _preprocessor;

    private ImageEncoder(string folder, string modelType, PatchSpec patches)
    {
        _patches = patches;
        _preprocessor = new(() => Load(folder, modelType, patches), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The image processor of a folder; null for a model that takes no images.</summary>
    public static ImageEncoder? Open(string folder, ModelDescription description) =>
        description.Patches is { } patches ? new ImageEncoder(folder, description.ModelType, patches) : null;

    /// <summary>Positions that an image takes in the model.</summary>
    public int Length => _patches.Length;

    /// <summary>Refuses what no image could change: a file that is missing or asks for what is not supported.</summary>
    public void Require() => _ = _preprocessor.Value;

    /// <summary>Pixel values, float32. // (rows, channels, height, width)</summary>
    public Tensor Encode(IReadOnlyList<ReadOnlyMemory<byte>> images, Func<int, string> name, Device device, CancellationToken cancellation) =>
        _preprocessor.Value.PixelValues(_patches, images.Count, i => images[i], name, device, cancellation);

    /// <summary>All rows of a dataset of images.</summary>
    public EncodedDataset Encode(TextDataset data) => data.Encode(_preprocessor.Value, _patches);

    private static ImagePreprocessor Load(string folder, string modelType, PatchSpec patches)
    {
        if (!File.Exists(Path.Combine(folder, ImagePreprocessor.FileName)))
            throw BridgeException.Precondition(ErrorReason.FileNotFound, $"the model was loaded from a folder without {ImagePreprocessor.FileName}; it takes pixel values, but no images", ("file", ImagePreprocessor.FileName));
        if (patches.Channels != ImagePreprocessor.Channels)
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"the model takes images of {patches.Channels} channels; files have {ImagePreprocessor.Channels}", ("channels", patches.Channels), ("allowed", ImagePreprocessor.Channels));
        var preprocessor = ImagePreprocessor.Load(folder, modelType);
        if (preprocessor.FixedSize is var (height, width) && (height, width) != (patches.ImageSize, patches.ImageSize))
            throw BridgeException.Of(ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch, $"{ImagePreprocessor.FileName} makes images of {width} x {height}; the model takes {patches.ImageSize} x {patches.ImageSize}",
                ("file", ImagePreprocessor.FileName), ("width", width), ("height", height), ("allowed", patches.ImageSize));
        return preprocessor;
    }
}
