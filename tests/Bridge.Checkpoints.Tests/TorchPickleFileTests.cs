using System.Runtime.InteropServices;

namespace Bridge.Checkpoints.Tests;

public class TorchPickleFileTests
{
    private static readonly byte[] Eight = MemoryMarshal.AsBytes<float>([0, 1, 2, 3, 4, 5, 6, 7]).ToArray();

    [Fact]
    public void Open_NestedDictionary_JoinsNamesAndKeepsPlainValues()
    {
        var pickle = new PickleText().Ops("}(").Text("state").Ops("}(")
            .Text("z").Tensor("0", 8, 2, [3], [1])
            .Text("a").Tensor("0", 8, 0, [], [])
            .Ops("u").Text("epoch").Int(7).Text("rate").Ops("G").Raw(0x3f, 0xe0, 0, 0, 0, 0, 0, 0).Text("note").Text("é").Text("none").Ops("N")
            .Text("list").Ops("](").Int(1).Raw(0x88).Ops("e").Ops("u.").Bytes;
        using var folder = new TempFolder();
        using var file = TorchPickleFile.Open(folder.Write("x.bin", PickleText.Archive(pickle, ("0", Eight))));
        Assert.Equal(["state.z", "state.a"], file.Names);
        Assert.Equal([2f, 3f, 4f], TestTensors.Read(file.Find("state.z")));
        Assert.Equal([0f], TestTensors.Read(file.Find("state.a")));
        Assert.Equal("7", file.Metadata["epoch"]);
        Assert.Equal("0.5", file.Metadata["rate"]);
        Assert.Equal("é", file.Metadata["note"]);
        Assert.Equal("", file.Metadata["none"]);
        Assert.Equal("True", file.Metadata["list.1"]);
        Assert.Null(file.Find("state"));
    }

    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 1, 2 }, 0, new[] { 0f, 2, 4, 1, 3, 5 })]
    [InlineData(new long[] { 2, 2 }, new long[] { 4, 2 }, 1, new[] { 1f, 3, 5, 7 })]
    [InlineData(new long[] { 3, 2 }, new long[] { 0, 1 }, 6, new[] { 6f, 7, 6, 7, 6, 7 })]
    [InlineData(new long[] { 4 }, new long[] { 0 }, 7, new[] { 7f, 7, 7, 7 })]
    [InlineData(new long[] { 1, 8 }, new long[] { 99, 1 }, 0, new[] { 0f, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(new long[] { 0, 5 }, new long[] { 5, 1 }, 8, new float[0])]
    public void Find_AnyStrides_GivesRowMajorOrder(long[] sizes, long[] strides, long offset, float[] expected)
    {
        var pickle = new PickleText().Ops("}").Text("t").Tensor("0", 8, offset, sizes, strides).Ops("s.").Bytes;
        using var folder = new TempFolder();
        using var file = TorchPickleFile.Open(folder.Write("x.bin", PickleText.Archive(pickle, ("0", Eight))));
        var view = file.Find("t")!;
        Assert.Equal(new Shape(sizes), view.Shape);
        Assert.Equal(expected, TestTensors.Read(view));
        Assert.Equal(0, view.Address % 4);
    }

    [Fact]
    public void Open_ParametersOrderedDictsAndTheirState_AreRead()
    {
        // OrderedDict([("p", Parameter)]) with an attribute, as a module's state dict has one
        var pickle = new PickleText().Global("collections", "OrderedDict").Ops(")R(").Text("p")
            .Global("torch._utils", "_rebuild_parameter").Ops("(").Tensor("k", 8, 0, [8], [1]).Raw(0x88).Global("collections", "OrderedDict").Ops(")RtR")
            .Ops("u}").Text("_metadata").Global("collections", "OrderedDict").Ops(")Rsb.").Bytes;
        using var folder = new TempFolder();
        using var file = TorchPickleFile.Open(folder.Write("x.bin", PickleText.Archive(pickle, ("k", Eight))));
        Assert.Equal(["p"], file.Names);
        Assert.Empty(file.Metadata);
        Assert.Equal(8, file.Find("p")!.Shape[0]);
    }

    [Fact]
    public void Open_Protocol4_IsRead()
    {
        // FRAME, SHORT_BINUNICODE, MEMOIZE, STACK_GLOBAL, a module name fetched from the memo
        static PickleText Short(PickleText p, string text) => p.Raw(0x8c, (byte)text.Length).Ops(text).Raw(0x94);
        var p = new PickleText(4).Raw(0x95, 1, 0, 0, 0, 0, 0, 0, 0).Ops("}").Raw(0x94).Ops("(");
        Short(p, "t");
        Short(p, "torch._utils");
        Short(p, "_rebuild_tensor_v2").Raw(0x93).Raw(0x94).Ops("((");
        Short(p, "storage");
        Short(p, "torch");
        Short(p, "FloatStorage").Raw(0x93).Raw(0x94);
        Short(p, "0");
        Short(p, "cpu").Int(8).Ops("t").Raw(0x94).Ops("QK\0K\x08").Raw(0x85).Raw(0x94).Ops("K\x01").Raw(0x85).Raw(0x94).Raw(0x89);
        Short(p, "collections");
        Short(p, "OrderedDict").Raw(0x93).Ops(")R").Raw(0x94).Ops("t").Raw(0x94).Ops("R").Raw(0x94);
        Short(p, "s").Ops("h\x05h").Raw(6).Raw(0x93).Ops("0");
        using var folder = new TempFolder();
        // "h 5, h 6" are the texts "torch" and "FloatStorage"; POP is on no list, so this one is refused
        Assert.Throws<BridgeException>(() => TorchPickleFile.Open(folder.Write("y.bin", PickleText.Archive(p.Ops("u.").Bytes, ("0", Eight)))));
        var good = p.Bytes[..^"s\u0094h.h.\u00930u.".Length];
        good = [.. good[..^2], .. "u."u8];
        using var file = TorchPickleFile.Open(folder.Write("x.bin", PickleText.Archive(good, ("0", Eight))));
        Assert.Equal([0f, 1, 2, 3, 4, 5, 6, 7], TestTensors.Read(file.Find("t")));
    }

    [Fact]
    public void Open_UntypedStorageWithType_IsRead()
    {
        var pickle = new PickleText().Ops("}").Text("t").Global("torch._utils", "_rebuild_tensor_v3").Ops("((").Text("storage").Global("torch.storage", "UntypedStorage")
            .Text("0").Text("cpu").Int(32).Ops("tQ").Int(4).Ops("(").Int(2).Ops("t(").Int(2).Ops("t").Raw(0x89).Ops("}").Global("torch", "int32").Ops("tRs.").Bytes;
        using var folder = new TempFolder();
        using var file = TorchPickleFile.Open(folder.Write("x.bin", PickleText.Archive(pickle, ("0", Eight))));
        var view = file.Find("t")!;
        Assert.Equal(DataType.Int32, view.DataType);
        Assert.Equal([.. Eight[16..20], .. Eight[24..28]], view.Bytes.ToArray());
    }

    [Fact]
    public void Open_OneTensor_GoesByTheRootName()
    {
        var pickle = new PickleText().Tensor("0", 8, 0, [2, 4], [4, 1]).Ops(".").Bytes;
        using var folder = new TempFolder();
        using var file = TorchPickleFile.Open(folder.Write("embedding.pt", PickleText.Archive(pickle, ("0", Eight))));
        Assert.Equal([TorchPickleFile.RootName], file.Names);
        Assert.Equal(new Shape(2, 4), file.Find(TorchPickleFile.RootName)!.Shape);
    }

    [Fact]
    public void Find_DamagedStorage_IsCorruptWhenItIsAskedFor()
    {
        var pickle = new PickleText().Ops("}(").Text("t").Tensor("0", 8, 0, [8], [1]).Text("u").Tensor("1", 8, 0, [8], [1]).Ops("u.").Bytes;
        var bytes = PickleText.Archive(pickle, ("0", Eight), ("1", Eight));
        var place = bytes.AsSpan().IndexOf(Eight);
        bytes[place + 5] ^= 1;
        using var folder = new TempFolder();
        using var file = TorchPickleFile.Open(folder.Write("x.bin", bytes));
        Assert.Equal(8, file.Find("u")!.Shape[0]);
        Assert.Contains("check sum", Assert.Throws<BridgeException>(() => file.Find("t")).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorReason.CheckpointCorrupt, Assert.Throws<BridgeException>(() => file.Find("t")).Reason);
    }

    [Fact]
    public void Write_ManyTensorsOfAllKinds_ReadsBackInOrder()
    {
        using var folder = new TempFolder();
        List<TensorContent> tensors = [TestTensors.Counted("scalar", DataType.Float64), TestTensors.Counted("empty", DataType.Float32, 0, 4), TestTensors.Counted("é", DataType.BFloat16, 1, 2, 3, 4),
            TestTensors.Counted("large", DataType.Bool, 300, 300)];
        for (var i = 0; i < 2001; i++) tensors.Add(TestTensors.Counted($"t{i}", DataType.Int16, 1 + (i % 3)));
        TorchPickleWriter.Write(folder["x.bin"], tensors);
        using var file = TorchPickleFile.Open(folder["x.bin"]);
        Assert.Equal(tensors.Select(t => t.Name), file.Names);
        Assert.Equal(ContentDigest.Compute(tensors), ContentDigest.Compute(file));
    }

    [Fact]
    public void Write_TensorsThatAreOneInMemory_ShareAStorage()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder["a"], [TestTensors.Counted("t", DataType.Float32, 1000)]);
        using var source = SafetensorsFile.Open(folder["a"]);
        var view = source.Find("t")!;
        TorchPickleWriter.Write(folder["x.bin"], [TensorContent.Of("a", view), TestTensors.Floats("b", new Shape(1), 1f), TensorContent.Of("c", view), TensorContent.Of("d", view)]);
        using var file = TorchPickleFile.Open(folder["x.bin"]);
        Assert.InRange(new FileInfo(folder["x.bin"]).Length, 4000, 6500);
        Assert.Equal(file.Find("a")!.Address, file.Find("d")!.Address);
        Assert.Equal(view.Bytes.ToArray(), file.Find("c")!.Bytes.ToArray());
        Assert.Equal([1f], TestTensors.Read(file.Find("b")));
    }

    [Fact]
    public void Write_OverTheFileThatIsRead_IsSafe()
    {
        using var folder = new TempFolder();
        TorchPickleWriter.Write(folder["x.bin"], [TestTensors.Floats("t", new Shape(2), 1f, 2f)]);
        using var file = TorchPickleFile.Open(folder["x.bin"]);
        TorchPickleWriter.Write(folder["x.bin"], [TensorContent.Of("u", file.Find("t")!)]);
        using var again = TorchPickleFile.Open(folder["x.bin"]);
        Assert.Equal([1f, 2f], TestTensors.Read(again.Find("u")));
        Assert.Equal([1f, 2f], TestTensors.Read(file.Find("t")));
    }

    [Fact]
    public void Write_TheSameTwice_GivesTheSameBytes()
    {
        var (first, second) = (new MemoryStream(), new MemoryStream());
        TorchPickleWriter.Write(first, [TestTensors.Floats("t", new Shape(2), 1f, 2f)], "a");
        TorchPickleWriter.Write(second, [TestTensors.Floats("t", new Shape(2), 1f, 2f)], "a");
        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() =>
            TorchPickleWriter.Write(first, [TestTensors.Floats("t", new Shape(1), 1f), TestTensors.Floats("t", new Shape(1), 1f)], "a")).Reason);
    }
}
