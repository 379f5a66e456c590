using System.Security.Cryptography;
using Bridge.Images;
using Bridge.Models.Description;
using static TorchSharp.torch;

namespace Bridge.Training.Data;

/// <summary>Images of a dataset as a model takes them. They stay the files that they are; pixel values are made batch by batch, since those of a whole dataset may not fit in memory.</summary>
public sealed class PixelRows
{
    private readonly RowImage[] _images;
    private readonly ImagePreprocessor _preprocessor;
    private readonly PatchSpec _patches;

    internal PixelRows(string name, RowImage[] images, ImagePreprocessor preprocessor, PatchSpec patches) => (Name, _images, _preprocessor, _patches) = (name, images, preprocessor, patches);

    /// <summary>What the data is called in messages.</summary>
    public string Name { get; }

    /// <summary>How many images.</summary>
    public int Count => _images.Length;

    /// <summary>Positions that an image takes in the model.</summary>
    public int Length => _patches.Length;

    /// <summary>Pixel values of some, float32. IMAGE_INVALID names the row. // (rows, channels, height, width)</summary>
    /// <param name="rows">Their numbers.</param>
    /// <param name="device">Where the tensor goes.</param>
    public Tensor Batch(IReadOnlyList<int> rows, Device device) =>
        _preprocessor.PixelValues(_patches, rows.Count, i => _images[rows[i]].Read(), i => $"data \"{Name}\": row {rows[i]}", device);

    /// <summary>SHA-256 of an image's file.</summary>
    internal byte[] Digest(int row) => SHA256.HashData(_images[row].Read().Span);
}
