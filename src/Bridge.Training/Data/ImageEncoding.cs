using Bridge.Core;
using Bridge.Images;
using Bridge.Models.Description;

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
}
