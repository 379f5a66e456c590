using Bridge.Core;
using Bridge.Images;
using Bridge.Models.Description;
using static TorchSharp.torch;

namespace Bridge.Training.Data;

/// <summary>Turns rows of images into what a model of images takes.</summary>
public static class ImageEncoding
{
    /// <summary>The rows' images, behind the model's preprocessor. DATA_INVALID where a row has none.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="preprocessor">The model's.</param>
    /// <param name="patches">How the model takes images.</param>
    public static EncodedDataset Encode(this TextDataset data, ImagePreprocessor preprocessor, PatchSpec patches)
    {
        var images = new RowImage[data.Rows.Count];
        for (var row = 0; row < images.Length; row++)
            images[row] = data.Rows[row].Image ?? throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{data.Name}\": row {row} has no image", ("data", data.Name), ("row", row));
        return EncodedDataset.OfImages(new PixelRows(data.Name, images, preprocessor, patches), data.Targets, data.LabelIds);
    }

    /// <summary>Pixel values of a batch, float32. IMAGE_INVALID names the image. // (count, channels, height, width)</summary>
    /// <param name="preprocessor">The model's.</param>
    /// <param name="patches">How the model takes images.</param>
    /// <param name="count">How many images.</param>
    /// <param name="read">The bytes of an image by its number.</param>
    /// <param name="name">What an image is called in errors, by its number.</param>
    /// <param name="device">Where the tensor goes.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static Tensor PixelValues(
        this ImagePreprocessor preprocessor, PatchSpec patches, int count, Func<int, ReadOnlyMemory<byte>> read, Func<int, string> name, Device device, CancellationToken cancellation = default)
    {
        var size = patches.ImageSize;
        var values = preprocessor.ProcessAll(count, read, name, size, size, cancellation);
        return tensor(values, [count, ImagePreprocessor.Channels, size, size], device: device);
    }
}
