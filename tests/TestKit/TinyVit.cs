namespace TestKit;

/// <summary>The committed Vision Transformer of two layers of 32, for images of 32 x 32, with an image processor beside it, in a folder of its own that goes with it.</summary>
public sealed class TinyVit : IDisposable
{
    /// <summary>Height and width of an image.</summary>
    public const int Size = 32;

    /// <summary>What the image processor does: resize, rescale, normalise with 0.5 and 0.5.</summary>
    public const string Preprocessor = """{"image_processor_type": "ViTImageProcessor", "size": {"height": 32, "width": 32}, "resample": 2, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}""";

    /// <summary>Copies it; null for <paramref name="preprocessor"/> leaves the image processor out.</summary>
    public TinyVit(string? preprocessor = Preprocessor)
    {
        Folder = Directory.CreateTempSubdirectory("tiny-vit-").FullName;
        foreach (var name in (string[])["config.json", "model.safetensors"])
            File.Copy(RepositoryRoot.Combine("tests", "Goldens", "Data", "models", "vit", name), System.IO.Path.Combine(Folder, name));
        if (preprocessor is not null) File.WriteAllText(System.IO.Path.Combine(Folder, "preprocessor_config.json"), preprocessor);
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>Rows that it can learn: reddish images called warm, bluish ones cold, of several sizes, with their bytes in them.</summary>
    public static string Rows(int count, int seed = 0) => string.Concat(Enumerable.Range(0, count).Select(i =>
        $"{{\"image\": {{\"bytes\": \"{Convert.ToBase64String(Image(i, seed))}\"}}, \"label\": \"{(i % 2 == 0 ? "warm" : "cold")}\"}}\n"));

    /// <summary>The image of such a row.</summary>
    public static byte[] Image(int row, int seed = 0) => BmpFile.Noisy(20 + row % 7, 24 + row % 5, row % 2 == 0 ? (170, 110, 90) : (90, 110, 170), seed * 1000 + row);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
