namespace Bridge.Checkpoints.Tests;

/// <summary>One row a prohibition of FORMAT.md: what is refused, and that the error names the tensor, what was found and what is allowed.</summary>
public class SafetensorsRefusalTests
{
    public static TheoryData<string, string, int, string?, string> Headers => new()
    {
        { "overlap", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "b", "overlaps" },
        { "same place twice", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "b", "overlaps" },
        { "hole", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}""", 9, "b", "hole" },
        { "hole at the start", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}""", 5, "a", "hole" },
        { "beyond the file", """{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", 8, "a", "[0, 9]" },
        { "far beyond the file", """{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", 8, "a", "9223372036854775807" },
        { "end before begin", """{"a":{"dtype":"U8","shape":[0],"data_offsets":[4,2]}}""", 4, "a", "[4, 2]" },
        { "negative offset", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", 4, "a", "integers" },
        { "offset above 64 bits", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,18446744073709551620]}}""", 4, "a", "integers" },
        { "fraction", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4.0]}}""", 4, "a", "integers" },
        { "negative size", """{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}""", 0, "a", "integers" },
        { "product overflows to the right size", """{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]}}""", 0, "a", "4294967296" },
        { "bytes overflow", """{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}""", 0, "a", "18446744073709551616" },
        { "size and shape differ", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "a", "8 bytes" },
        { "size and shape differ in a foreign type", """{"a":{"dtype":"U64","shape":[2],"data_offsets":[0,4]}}""", 4, "a", "16 bytes" },
        { "half a byte", """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", 1, "a", "F4" },
        { "trailing bytes", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5, null, "5 bytes" },
        { "data without tensors", "{}", 1, null, "1 bytes" },
        { "name twice", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "a", "twice" },
        { "name twice by escape", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "a", "twice" },
        { "key twice", """{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "a", "dtype" },
        { "key unknown", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"strides":[1]}}""", 1, "a", "strides" },
        { "key missing", """{"a":{"dtype":"U8","data_offsets":[0,1]}}""", 1, "a", "incomplete" },
        { "one offset", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", 1, "a", "incomplete" },
        { "three offsets", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}""", 1, "a", "longer than 2" },
        { "17 dimensions", """{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}}""", 1, "a", "longer than 16" },
        { "dtype no text", """{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", 1, "a", "Number" },
        { "shape no list", """{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", 1, "a", "Number" },
        { "tensor no object", """{"a":[1]}""", 1, "a", "StartArray" },
        { "metadata no object", """{"__metadata__":"x"}""", 0, null, "__metadata__" },
        { "metadata no texts", """{"__metadata__":{"x":1}}""", 0, null, "not a string" },
        { "metadata key twice", """{"__metadata__":{"x":"1","x":"2"}}""", 0, null, "twice" },
        { "metadata twice", """{"__metadata__":{},"__metadata__":{}}""", 0, null, "__metadata__" },
        { "no object", "[1,2,3]", 0, null, "0x5b" },
        { "space first", " {}", 0, null, "0x20" },
        { "comment", "{/*x*/}", 0, null, "JSON" },
        { "text behind", "{} {}", 0, null, "JSON" },
        { "cut short", """{"a":{"dtype":"U8","shape":[1],"data_off""", 0, null, "JSON" },
        { "half a surrogate", """{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, null, "JSON" },
        { "too deep", """{"a":{"dtype":"U8","shape":[[[[1]]]],"data_offsets":[0,1]}}""", 1, null, "JSON" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Open_HostileHeader_IsCorruptAndSaysWhere(string what, string header, int data, string? tensor, string found)
    {
        using var folder = new TempFolder();
        var error = Refused(folder.Write("x.safetensors", TestTensors.File(header, data)));
        Assert.True(error.Message.Contains(found, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.Equal(tensor, error.Metadata.GetValueOrDefault("tensor"));
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 bytes")]
    [InlineData(7, "7 bytes")]
    public void Open_TooShortFile_IsCorrupt(int length, string found)
    {
        using var folder = new TempFolder();
        Assert.Equal(found, Refused(folder.Write("x.safetensors", new byte[length])).Metadata["found"]);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(3UL)]
    [InlineData(100_000_001UL)]
    [InlineData(long.MaxValue)]
    [InlineData(9223372036854775808UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 7)]
    public void Open_HeaderLengthOutOfBounds_IsCorrupt(ulong length)
    {
        using var folder = new TempFolder();
        Refused(folder.Write("x.safetensors", [.. BitConverter.GetBytes(length), (byte)'{', (byte)'}']));
    }

    [Fact]
    public void Open_DeeplyNestedHeader_IsCorruptWithoutRecursion()
    {
        using var folder = new TempFolder();
        Refused(folder.Write("x.safetensors", TestTensors.File("{\"a\":" + new string('[', 1_000_000))));
        Refused(folder.Write("y.safetensors", TestTensors.File(string.Concat(Enumerable.Repeat("{\"a\":", 200_000)))));
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc3 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    public void Open_NameThatIsNotUtf8_IsCorrupt(byte[] name)
    {
        using var folder = new TempFolder();
        byte[] header = [.. "{\""u8, .. name, .. "\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}"u8];
        Assert.Contains("UTF-8", Refused(folder.Write("x.safetensors", TestTensors.File(header, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileCutAtEveryLength_IsAlwaysCorrupt()
    {
        using var folder = new TempFolder();
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [TestTensors.Floats("t", new Shape(2), 1f, 2f), TestTensors.Counted("u", DataType.UInt8, 3)]);
        var whole = stream.ToArray();
        for (var length = 0; length < whole.Length; length++) Refused(folder.Write("x.safetensors", whole[..length]));
    }

    private static BridgeException Refused(string path)
    {
        var error = Assert.Throws<BridgeException>(() => SafetensorsFile.Open(path));
        Assert.Equal((ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt), (error.Code, error.Reason));
        Assert.Equal(path, error.Metadata["file"]);
        Assert.Contains("found", error.Metadata.Keys);
        Assert.Contains("allowed", error.Metadata.Keys);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        return error;
    }
}
