using Bridge.Core;
using Bridge.Images.Decoding;
using TestKit;

namespace Bridge.Images.Tests;

public sealed class DecodeTests
{
    public static TheoryData<string> Names => [.. RecordedData.Names("decode.json")];

    // Lossless files are exact; JPEG and lossy WebP leave rounding to the decoder.
    [Theory, MemberData(nameof(Names))]
    public void Decode_OfEveryFormat_IsPillowsRgb(string name)
    {
        var recorded = RecordedData.Find("decode.json", name);
        using var image = ImageDecoder.Decode(recorded.GetProperty("file").GetBytesFromBase64());
        Assert.Equal((recorded.GetProperty("width").GetInt32(), recorded.GetProperty("height").GetInt32()), (image.Width, image.Height));
        var expected = RecordedData.Inflate(recorded.GetProperty("rgb").GetBytesFromBase64());
        var difference = Pictures.Bytes(image).Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(difference, 0, name.StartsWith("jpeg", StringComparison.Ordinal) || name == "webp-lossy" ? 1 : 0);
    }

    [Fact]
    public void Decode_OfBmp_GivesItsBytes()
    {
        var noise = Pictures.Noise(13, 5, 2);
        using var image = ImageDecoder.Decode(BmpFile.Of(13, 5, noise));
        Assert.Equal(noise, Pictures.Bytes(image));
    }

    [Theory, MemberData(nameof(Names))]
    public void Decode_OfACutFile_IsRefused(string name)
    {
        var file = RecordedData.Image(name);
        // Half of the animation holds its first frame, which is all that is read.
        foreach (var length in (int[])[0, 1, 11, file.Length / 4, name == "gif-animated" ? 12 : file.Length / 2])
            Assert.Equal(ErrorReason.ImageInvalid, Assert.Throws<BridgeException>(() => ImageDecoder.Decode(file.AsSpan(0, length))).Reason);
    }

    [Theory, MemberData(nameof(Names))]
    public void Decode_OfDamagedFiles_AnswersOrRefuses(string name)
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var file = RecordedData.Image(name);
            for (var i = 0; i < 3; i++) file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                ImageDecoder.Decode(file).Dispose();
            }
            catch (BridgeException error)
            {
                Assert.Equal(ErrorReason.ImageInvalid, error.Reason);
            }
        }
    }

    [Fact]
    public void Decode_OfAHugeHeader_IsRefusedBeforeMemoryIsTaken()
    {
        var file = BmpFile.Of(1, 1, [1, 2, 3]);
        BitConverter.TryWriteBytes(file.AsSpan(18), 40_000);
        BitConverter.TryWriteBytes(file.AsSpan(22), -40_000);
        var error = Assert.Throws<BridgeException>(() => ImageDecoder.Decode(file));
        Assert.Equal((ErrorReason.ImageInvalid, "40000"), (error.Reason, error.Metadata["width"]));
    }

    [Fact]
    public void Decode_OfAnotherFormat_NamesTheAllowed()
    {
        var error = Assert.Throws<BridgeException>(() => ImageDecoder.Decode("<svg xmlns='http://www.w3.org/2000/svg'/>"u8));
        Assert.Equal(("PNG, JPEG, WebP, GIF, BMP", ErrorCode.InvalidArgument), (error.Metadata["allowed"], error.Code));
    }
}
