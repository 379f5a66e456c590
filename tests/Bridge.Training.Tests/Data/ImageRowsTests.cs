using Bridge.Core;
using Bridge.Images;
using Bridge.Models.Description;
using Bridge.Training.Checkpointing;
using Bridge.Training.Data;
using TestKit;
using Xunit;
using static TorchSharp.torch;

namespace Bridge.Training.Tests.Data;

public sealed class ImageRowsTests : IDisposable
{
    private static readonly PatchSpec Patches = new(ImageSize: 4, PatchSize: 2, Channels: 3);
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-image-rows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Batch_OfImages_HoldsTheirPixelValuesInOrder()
    {
        var data = Encode(Row(200, "a"), Row(10, "b"), Row(90, "a"));
        Assert.Equal((3, 5), (data.Count, data.Lengths[0]));
        using var batch = Batch.Create(data, [2, 0], 0, 2, CPU);
        var pixels = batch.Inputs.PixelValues!;
        Assert.Equal([2, 3, 4, 4], pixels.shape);
        Assert.Equal([.. Enumerable.Repeat(90f, 48), .. Enumerable.Repeat(200f, 48)], pixels.data<float>().ToArray());
        Assert.Equal([0, 0], batch.Labels!.data<long>().ToArray());
        Assert.Equal((10, 2), (batch.TokenCount, batch.TargetCount));
        Assert.Null(batch.Inputs.InputIds);
    }

    [Fact]
    public void Encode_RowWithoutImage_IsNamed()
    {
        var error = Assert.Throws<BridgeException>(() => Encode(Row(1, "a"), new TextRow("text", null, Label.OfName("a"))));
        Assert.Equal((ErrorReason.DataInvalid, "1"), (error.Reason, error.Metadata["row"]));
    }

    [Fact]
    public void Digest_IsThatOfTheFilesBytes()
    {
        var path = Path.Combine(_folder, "a.bmp");
        File.WriteAllBytes(path, Image(7));
        var digest = DataDigest.Compute(Encode(Row(7, "a")));
        Assert.Equal(digest, DataDigest.Compute(Encode(TextRow.OfImage(RowImage.At(path), Label.OfName("a")))));
        Assert.NotEqual(digest, DataDigest.Compute(Encode(Row(8, "a"))));
    }

    private EncodedDataset Encode(params TextRow[] rows)
    {
        var file = Path.Combine(_folder, "preprocessor_config.json");
        File.WriteAllText(file, """{"size": 4, "do_rescale": false, "do_normalize": false}""");
        return TextDataset.FromRows(rows).Encode(ImagePreprocessor.Load(file), Patches);
    }

    private static TextRow Row(byte value, string label) => TextRow.OfImage(RowImage.Of(Image(value)), Label.OfName(label));

    private static byte[] Image(byte value) => BmpFile.Of(5, 3, Enumerable.Repeat(value, 45).ToArray());
}
