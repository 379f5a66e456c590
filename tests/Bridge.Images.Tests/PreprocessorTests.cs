using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bridge.Core;
using TestKit;

namespace Bridge.Images.Tests;

public sealed class PreprocessorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-images-").FullName;

    public static TheoryData<string> Names => [.. RecordedData.Names("preprocess.json")];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Names))]
    public void Process_OfNoise_EqualsNumpyBitForBit(string name)
    {
        var recorded = RecordedData.Find("preprocess.json", name);
        int width = recorded.GetProperty("width").GetInt32(), height = recorded.GetProperty("height").GetInt32();
        var shape = recorded.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()).ToArray();
        var values = new float[shape[0] * shape[1] * shape[2]];
        Load(recorded.GetProperty("config").GetRawText()).Process(BmpFile.Of(width, height, Pictures.Noise(width, height, (uint)width)), shape[1], shape[2], values);
        Assert.Equal(recorded.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(values))));
    }

    [Fact]
    public void Process_ToAnotherSizeThanTheModels_SaysBoth()
    {
        var processor = Load("""{"size": {"shortest_edge": 8}, "image_processor_type": "CLIPImageProcessor", "do_center_crop": false}""");
        Assert.Null(processor.FixedSize);
        var error = Assert.Throws<BridgeException>(() => processor.Process(BmpFile.Of(4, 6, Pictures.Noise(4, 6, 1)), 8, 8, new float[3 * 64]));
        Assert.Equal((ErrorReason.ImageInvalid, "12", "8 x 8"), (error.Reason, error.Metadata["height"], error.Metadata["allowed"]));
    }

    [Theory]
    [InlineData("""{"size": {"height": 8, "width": 6}}""", 8, 6)]
    [InlineData("""{"size": 9}""", 9, 9)]
    [InlineData("""{"size": [5, 7]}""", 5, 7)]
    [InlineData("""{"size": 9, "do_center_crop": true}""", 224, 224)]
    [InlineData("""{"size": 9, "do_center_crop": true, "crop_size": [5, 7], "do_pad": false, "processor_class": "X", "size_divisor": null}""", 5, 7)]
    public void FixedSize_IsThatOfTheLastStep(string json, int height, int width) => Assert.Equal((height, width), Load(json).FixedSize);

    [Theory]
    [InlineData("""{"size": 0}""", "size")]
    [InlineData("""{"size": {"height": 8}}""", "size")]
    [InlineData("""{"size": {"shortest_edge": 8, "longest_edge": 8}}""", "size")]
    [InlineData("""{"size": "big"}""", "size")]
    [InlineData("""{"resample": 6}""", "resample")]
    [InlineData("""{"do_resize": 1}""", "do_resize")]
    [InlineData("""{"image_mean": [1, 2]}""", "image_mean")]
    [InlineData("""{"image_std": [1, 0, 1]}""", "image_std")]
    [InlineData("""{"rescale_factor": "x"}""", "rescale_factor")]
    [InlineData("""{"do_center_crop": true, "crop_size": {"height": 5}}""", "crop_size")]
    public void Load_OfWrongValues_NamesTheKey(string json, string key)
    {
        var error = Assert.Throws<BridgeException>(() => Load(json));
        Assert.Equal((ErrorReason.CheckpointCorrupt, key), (error.Reason, error.Metadata["key"]));
    }

    [Theory]
    [InlineData("""{"do_pad": true}""", "do_pad")]
    [InlineData("""{"crop_pct": 0.9}""", "crop_pct")]
    [InlineData("""{"image_processor_type": "LlavaImageProcessor"}""", "image_processor_type")]
    [InlineData("""{"feature_extractor_type": "Wav2Vec2FeatureExtractor"}""", "feature_extractor_type")]
    public void Load_OfUnknownSteps_IsRefused(string json, string key)
    {
        var error = Assert.Throws<BridgeException>(() => Load(json));
        Assert.Equal((ErrorReason.MethodNotAvailable, key), (error.Reason, error.Metadata["key"]));
    }

    [Fact]
    public void Load_Leniently_IgnoresUnknownKeys() => Assert.Equal((224, 224), Load("""{"do_pad": true}""", lenient: true).FixedSize);

    [Fact]
    public void Load_WithoutType_TakesTheModels()
    {
        Assert.Equal((224, 224), Load("{}", model: "deit").FixedSize);
        Assert.Equal(ErrorReason.MethodNotAvailable, Assert.Throws<BridgeException>(() => Load("{}", model: "bert")).Reason);
    }

    [Fact]
    public void Load_OfAFolder_NamesTheFileThatIsMissing()
    {
        var error = Assert.Throws<BridgeException>(() => ImagePreprocessor.Load(_folder));
        Assert.Equal((ErrorReason.FileNotFound, Path.Combine(_folder, "preprocessor_config.json")), (error.Reason, error.Metadata["path"]));
    }

    [Theory, InlineData("[]"), InlineData("{"), InlineData("")]
    public void Load_OfNoJsonObject_IsCorrupt(string text) => Assert.Equal(ErrorReason.CheckpointCorrupt, Assert.Throws<BridgeException>(() => Load(text)).Reason);

    private ImagePreprocessor Load(string json, string model = "vit", bool lenient = false)
    {
        File.WriteAllText(Path.Combine(_folder, "preprocessor_config.json"), json);
        return ImagePreprocessor.Load(_folder, model, lenient);
    }
}
