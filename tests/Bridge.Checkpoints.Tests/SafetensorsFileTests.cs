using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Bridge.Checkpoints.Tests;

public class SafetensorsFileTests
{
    [Fact]
    public void Open_TwoTensors_GivesValuesNamesAndMetadataInFileOrder()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.safetensors", TestTensors.File(
            """{"__metadata__":{"format":"pt","ü":"é"},"z":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"shape":[],"dtype":"I8","data_offsets":[2,3]}}""", 3));
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(["z", "a"], file.Names);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("é", file.Metadata["ü"]);
        Assert.Equal([1, 2], file.Find("z")!.Bytes.ToArray());
        Assert.Equal(0, file.Find("a")!.Shape.Rank);
        Assert.Equal([3], file.Find("a")!.Bytes.ToArray());
        Assert.Null(file.Find("b"));
    }

    [Theory]
    [InlineData(DataType.Bool)]
    [InlineData(DataType.UInt8)]
    [InlineData(DataType.Int8)]
    [InlineData(DataType.Int16)]
    [InlineData(DataType.Int32)]
    [InlineData(DataType.Int64)]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void Write_EveryDataType_ReadsBackBitForBit(DataType type)
    {
        using var folder = new TempFolder();
        var content = TestTensors.Counted("t", type, 3, 5);
        SafetensorsWriter.Write(folder["a"], [content]);
        using var file = SafetensorsFile.Open(folder["a"]);
        var view = file.Find("t")!;
        Assert.Equal(type, view.DataType);
        Assert.Equal(new Shape(3, 5), view.Shape);
        Assert.Equal(ContentDigest.Compute([content]), ContentDigest.Compute(file));
    }

    [Fact]
    public void Find_UnalignedTensor_IsCopiedToAnAlignedPlaceOnce()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a", TestTensors.File("""{"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"f":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""", 9));
        using var file = SafetensorsFile.Open(path);
        var view = file.Find("f")!;
        Assert.Equal(0, view.Address % 4);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], view.Bytes.ToArray());
        Assert.Same(view, file.Find("f"));
    }

    [Theory]
    [InlineData("F8_E4M3", "[4]", 4)]
    [InlineData("U32", "[1]", 4)]
    [InlineData("F4", "[8]", 4)]
    [InlineData("NEW", "[17]", 4)]
    public void Find_TypeThatTheEngineLacks_IsAnErrorOnlyWhenAskedFor(string dtype, string shape, int length)
    {
        using var folder = new TempFolder();
        var header = "{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[0," + length.ToString(CultureInfo.InvariantCulture)
            + "]},\"y\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[4,5]}}";
        using var file = SafetensorsFile.Open(folder.Write("a", TestTensors.File(header, 5)));
        Assert.Equal([5], file.Find("y")!.Bytes.ToArray());
        var error = Assert.Throws<BridgeException>(() => file.Find("x"));
        Assert.Equal(ErrorReason.TensorDtype, error.Reason);
        Assert.Equal(dtype, error.Metadata["found"]);
        Assert.Equal("x", error.Metadata["tensor"]);
    }

    [Fact]
    public void Find_AfterDispose_Throws()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder["a"], [TestTensors.Floats("t", new Shape(1), 1f)]);
        var file = SafetensorsFile.Open(folder["a"]);
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Find("t"));
    }

    [Fact]
    public void Open_MissingFile_IsNotFound()
    {
        var error = Assert.Throws<BridgeException>(() => SafetensorsFile.Open("/nowhere/x.safetensors"));
        Assert.Equal((ErrorCode.NotFound, ErrorReason.FileNotFound), (error.Code, error.Reason));
        Assert.Equal("/nowhere/x.safetensors", error.Metadata["file"]);
    }

    [Fact]
    public void Open_Folder_IsRefused()
    {
        using var folder = new TempFolder();
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => SafetensorsFile.Open(folder.Path)).Reason);
    }

    [Fact]
    public void Open_FileAlreadyMapped_WritesIntoTheMapStayPrivate()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder["a"], [TestTensors.Floats("t", new Shape(2), 1f, 2f)]);
        using var first = SafetensorsFile.Open(folder["a"]);
        using var second = SafetensorsFile.Open(folder["a"]);
        Marshal.WriteInt32(first.Find("t")!.Address, BitConverter.SingleToInt32Bits(9f));
        Assert.Equal([9f, 2f], TestTensors.Read(first.Find("t")));
        Assert.Equal([1f, 2f], TestTensors.Read(second.Find("t")));
    }

    [Fact]
    public void Open_ManyTensors_TakesMilliseconds()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder["a"], Enumerable.Range(0, 5000).Select(i => TestTensors.Floats($"model.layers.{i}.attention.query.weight", new Shape(1, 1), i)));
        SafetensorsFile.Open(folder["a"]).Dispose();
        var clock = Stopwatch.StartNew();
        using var file = SafetensorsFile.Open(folder["a"]);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 500);
        Assert.Equal([4321f], TestTensors.Read(file.Find("model.layers.4321.attention.query.weight")));
    }

    [Fact]
    public void Open_LargeFile_ReadsItsHeaderOnly()
    {
        using var folder = new TempFolder();
        const long Length = 440L << 20;
        var path = folder.Write("a", TestTensors.File("{\"t\":{\"dtype\":\"F32\",\"shape\":[110,1048576],\"data_offsets\":[0,461373440]}}"));
        using (var stream = new FileStream(path, FileMode.Open)) stream.SetLength(stream.Length + Length);
        SafetensorsFile.Open(path).Dispose();
        var clock = Stopwatch.StartNew();
        using var file = SafetensorsFile.Open(path);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 100);
        Assert.Equal(Length, file.Find("t")!.ByteLength);
    }

    [Fact]
    public void Write_SameFileFromItsOwnViews_IsSafe()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder["a"], [TestTensors.Floats("t", new Shape(2), 1f, 2f)]);
        using var file = SafetensorsFile.Open(folder["a"]);
        var view = file.Find("t")!;
        SafetensorsWriter.Write(folder["a"], [TensorContent.Of("u", view), TensorContent.Of(view)]);
        Assert.Equal([1f, 2f], TestTensors.Read(view));
        using var again = SafetensorsFile.Open(folder["a"]);
        Assert.Equal(["t", "u"], again.Names);
        Assert.Equal([1f, 2f], TestTensors.Read(again.Find("u")));
    }

    [Fact]
    public void Write_MixedTypes_OrdersByTypeThenNameAndPadsTheHeader()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [TestTensors.Counted("b", DataType.Bool, 1), TestTensors.Counted("\"\\\n\u0001é", DataType.Int64, 1), TestTensors.Counted("c", DataType.Float64, 1),
            TestTensors.Counted("a", DataType.Float64, 0, 2)]);
        var header = Encoding.UTF8.GetString(stream.ToArray(), 8, (int)BitConverter.ToInt64(stream.ToArray()));
        const string Expected = """{"\"\\\n\u0001é":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F64","shape":[0,2],"data_offsets":[8,8]},"""
            + """
            "c":{"dtype":"F64","shape":[1],"data_offsets":[8,16]},"b":{"dtype":"BOOL","shape":[1],"data_offsets":[16,17]}}
            """;
        Assert.Equal(Expected, header.TrimEnd(' '));
        Assert.Equal(0, Encoding.UTF8.GetByteCount(header) % 8);
    }

    [Fact]
    public void Write_NamesThatCannotBe_AreRefused()
    {
        var one = TestTensors.Floats("t", new Shape(1), 1f);
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => SafetensorsWriter.Write(new MemoryStream(), [one, one])).Reason);
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => SafetensorsWriter.Write(new MemoryStream(), [TestTensors.Floats("__metadata__", new Shape(1), 1f)])).Reason);
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => SafetensorsWriter.Write(new MemoryStream(), [TestTensors.Floats("\ud800", new Shape(1), 1f)])).Reason);
        Assert.Equal(ErrorReason.TensorSize, Assert.Throws<BridgeException>(() => SafetensorsWriter.Write(new MemoryStream(), [TestTensors.Floats("t", new Shape(2), 1f)])).Reason);
    }

    [Fact]
    public void Write_EveryReferenceFileAgain_GivesTheSameBytes()
    {
        using var folder = new TempFolder();
        var count = 0;
        foreach (var path in TestTensors.ReferenceFiles("*.safetensors"))
        {
            using var file = SafetensorsFile.Open(path);
            var stream = new MemoryStream();
            SafetensorsWriter.Write(stream, file.Names.Reverse().Select(name => file.Find(name)!), file.Metadata);
            Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(stream.ToArray()), path);
            count++;
        }
        Assert.NotEqual(0, count);
    }
}
