using Bridge.Core;
using Bridge.Images.Resampling;

namespace Bridge.Images.Tests;

public sealed class ResampleTests
{
    [Fact]
    public void Resize_OfNoise_EqualsPillowByteForByte()
    {
        var wrong = RecordedData.ResizeLines.Where(line => Line(line) != line).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ: {string.Join("; ", wrong.Take(10))}");
        Assert.True(RecordedData.ResizeLines.Length > 400);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Resize_OfOneColour_KeepsIt(int filter)
    {
        using var source = Pictures.Buffer(19, 7, [.. Enumerable.Repeat<byte[]>([200, 7, 255], 19 * 7).SelectMany(p => p)]);
        using var result = Resampler.Resize(source, 5, 23, (ResampleFilter)filter);
        Assert.All(Pictures.Bytes(result).Chunk(3), pixel => Assert.Equal([200, 7, 255], pixel));
    }

    [Fact]
    public void Resize_ToTheSameSize_IsTheSource()
    {
        using var source = Pictures.Buffer(4, 3, Pictures.Noise(4, 3, 1));
        Assert.Same(source, Resampler.Resize(source, 4, 3, ResampleFilter.Lanczos));
    }

    [Fact]
    public void Resize_BeyondTheLimits_IsRefused()
    {
        using var source = Pictures.Buffer(4, 3, Pictures.Noise(4, 3, 1));
        var error = Assert.Throws<BridgeException>(() => Resampler.Resize(source, 65_536, 1, ResampleFilter.Box));
        Assert.Equal((ErrorReason.ImageInvalid, "65536"), (error.Reason, error.Metadata["width"]));
    }

    private static string Line(string line)
    {
        var n = line.Split(' ')[..5].Select(int.Parse).ToArray();
        using var source = Pictures.Buffer(n[0], n[1], Pictures.Noise(n[0], n[1], (uint)(n[0] * 1000 + n[1])));
        using var result = Resampler.Resize(source, n[2], n[3], (ResampleFilter)n[4]);
        return $"{string.Join(' ', n)} {Crc(Pictures.Bytes(result)):x8}";
    }

    // CRC-32 of IEEE 802.3, as zlib's.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = crc >> 1 ^ (0xEDB88320 & 0 - (crc & 1));
        }
        return ~crc;
    }
}
