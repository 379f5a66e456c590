using Bridge.Core;
using Bridge.Images.Configuration;
using Bridge.Images.Decoding;
using Bridge.Images.Resampling;

namespace Bridge.Images;

/// <summary>
/// Image files to pixel values as a model folder's preprocessor_config.json says: decode, resize, crop the middle, rescale, normalise. 8-bit steps equal Pillow's byte
/// for byte, the rest the reference's numpy arithmetic bit for bit. The EXIF orientation is not applied, as the reference's image processors do not. Safe for use from many threads at once.
/// </summary>
public sealed class ImagePreprocessor
{
    /// <summary>Name of the file in a model folder.</summary>
    public const string FileName = "preprocessor_config.json";

    /// <summary>Red, green and blue.</summary>
    public const int Channels = 3;

    // Each may take memory for a picture of the largest size.
    private const int MostAtOnce = 8;

    private readonly PreprocessorConfig _config;
    private readonly float[][] _tables;

    private ImagePreprocessor(PreprocessorConfig config) => (_config, _tables) = (config, ValueTables.Of(config));

    /// <summary>Height and width of every result in pixels; null where they depend on the image.</summary>
    public (int Height, int Width)? FixedSize => _config.FixedSize is var (width, height) ? (height, width) : null;

    /// <summary>Reads a configuration.</summary>
    /// <param name="folderOrFile">A preprocessor_config.json, or the folder that holds it.</param>
    /// <param name="modelType">The model's type (<c>vit</c>), whose image processor is meant where the file names none.</param>
    /// <param name="lenient">Whether keys that are not known may have values that might change results.</param>
    /// <exception cref="BridgeException">FILE_NOT_FOUND; CHECKPOINT_CORRUPT: no JSON, or a value is not as it must be; METHOD_NOT_AVAILABLE: a step or an image
    /// processor that is not supported.</exception>
    public static ImagePreprocessor Load(string folderOrFile, string modelType = "vit", bool lenient = false) =>
        new(PreprocessorReader.Read(Path.GetFullPath(Directory.Exists(folderOrFile) ? Path.Combine(folderOrFile, FileName) : folderOrFile), modelType, lenient));

    /// <summary>Turns a file into pixel values.</summary>
    /// <param name="file">Bytes of a PNG, JPEG, WebP, GIF or BMP file.</param>
    /// <param name="height">Height that the result must have, in pixels.</param>
    /// <param name="width">Width that it must have.</param>
    /// <param name="pixelValues">Receives (3, height, width) numbers, row-major.</param>
    /// <exception cref="BridgeException">IMAGE_INVALID: damaged, cut off, in another format, too large, or of another size when all is done; RUNTIME_NOT_FOUND: the
    /// native library is missing.</exception>
    public void Process(ReadOnlySpan<byte> file, int height, int width, Span<float> pixelValues)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixelValues.Length, checked(Channels * height * width), nameof(pixelValues));
        using var decoded = ImageDecoder.Decode(file);
        using var resized = Resize(decoded);
        var (cropWidth, cropHeight) = _config.Crop ?? (resized.Width, resized.Height);
        if ((cropWidth, cropHeight) != (width, height))
            throw BridgeException.Invalid(ErrorReason.ImageInvalid,
                $"the image of {decoded.Width} x {decoded.Height} pixels has {cropWidth} x {cropHeight} when it is resized and cropped, the model takes {width} x {height}",
                ("width", cropWidth), ("height", cropHeight), ("allowed", $"{width} x {height}"));
        ValueTables.Apply(_tables, resized, width, height, pixelValues);
    }

    /// <summary>Turns files into one batch, side by side on several processors. The error of the first wrong one names it.</summary>
    /// <param name="count">How many.</param>
    /// <param name="read">The bytes of an image by its number.</param>
    /// <param name="name">What an image is called in errors, by its number.</param>
    /// <param name="height">Height that each must have when all is done, in pixels.</param>
    /// <param name="width">Width that it must have.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>(count, 3, height, width), row-major.</returns>
    /// <exception cref="BridgeException">As of one; what <paramref name="read"/> throws.</exception>
    public float[] ProcessAll(int count, Func<int, ReadOnlyMemory<byte>> read, Func<int, string> name, int height, int width, CancellationToken cancellation = default)
    {
        var size = checked(Channels * height * width);
        var values = new float[checked(count * size)];
        var errors = new BridgeException?[count];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostAtOnce) };
        Parallel.For(0, count, options, (i, state) =>
        {
            try
            {
                Process(read(i).Span, height, width, values.AsSpan(i * size, size));
            }
            catch (BridgeException error)
            {
                errors[i] = error;
                state.Break();
            }
        });
        if (Array.FindIndex(errors, e => e is not null) is >= 0 and var wrong && errors[wrong] is { } first)
            throw new BridgeException(first.Code, first.Reason, $"{name(wrong)}: {first.Message}", new Dictionary<string, string>(first.Metadata) { ["image"] = name(wrong) }, inner: first);
        return values;
    }

    private PixelBuffer Resize(PixelBuffer image)
    {
        if (_config.Resize is not { } rule) return image;
        var (width, height) = rule.Target(image.Width, image.Height);
        ImageLimits.Check(width, height, $"resizing the image of {image.Width} x {image.Height} pixels gives");
        return Resampler.Resize(image, (int)width, (int)height, _config.Filter);
    }
}
