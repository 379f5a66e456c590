using System.Text;

namespace Bridge.Checkpoints.Tests;

/// <summary>One row a prohibition of FORMAT.md.</summary>
public class TorchRefusalTests
{
    private static readonly byte[] Bytes32 = new byte[32];

    public static TheoryData<string, byte[], string> Pickles => new()
    {
        { "os.system", new PickleText().Global("os", "system").Text("touch /tmp/hostile").Raw(0x85).Ops("R.").Bytes, "os.system" },
        { "posix.system inside a dictionary", new PickleText().Ops("}").Text("t").Global("posix", "system").Text("x").Raw(0x85).Ops("Rs.").Bytes, "posix.system" },
        { "builtins.eval", new PickleText().Global("builtins", "eval").Text("1").Raw(0x85).Ops("R.").Bytes, "builtins.eval" },
        { "__builtin__.getattr", new PickleText().Global("__builtin__", "getattr").Ops(".").Bytes, "__builtin__.getattr" },
        { "torch.load", new PickleText().Global("torch", "load").Ops(".").Bytes, "torch.load" },
        { "torch._utils of another name", new PickleText().Global("torch._utils", "_import_dotted_name").Ops(".").Bytes, "_import_dotted_name" },
        { "quantised tensor", new PickleText().Global("torch._utils", "_rebuild_qtensor").Ops(".").Bytes, "_rebuild_qtensor" },
        { "numpy array", new PickleText().Global("numpy.core.multiarray", "_reconstruct").Ops(".").Bytes, "numpy.core.multiarray._reconstruct" },
        { "a class that the reader knows: array", new PickleText().Global("array", "array").Ops(".").Bytes, "array.array" },
        { "a class that the reader knows: Decimal", new PickleText().Global("decimal", "Decimal").Ops(".").Bytes, "decimal.Decimal" },
        { "a class that the reader knows: bytearray", new PickleText().Global("builtins", "bytearray").Ops(".").Bytes, "builtins.bytearray" },
        { "an exception", new PickleText().Global("builtins", "ValueError").Ops(")R.").Bytes, "builtins.ValueError" },
        { "our own names", new PickleText().Global("adapterbridge", "OrderedDict").Ops(")R.").Bytes, "adapterbridge.OrderedDict" },
        { "whole module", new PickleText().Global("torch.nn.modules.linear", "Linear").Ops(")R.").Bytes, "torch.nn.modules.linear.Linear" },
        { "name by the stack", new PickleText(4).Text("os").Text("system").Raw(0x93).Ops(".").Bytes, "os.system" },
        { "name by the memo", new PickleText(4).Text("os").Ops("q\x01").Text("system").Ops("q\x02h\x01h\x02").Raw(0x93).Ops(".").Bytes, "os.system" },
        { "name computed", new PickleText(4).Text("torch").Text("x").Ops("N").Raw(0x85).Raw(0x93).Ops(".").Bytes, "computed" },
        { "name after a tuple", new PickleText(4).Text("torch").Text("Size").Raw(0x85).Raw(0x93).Ops(".").Bytes, "computed" },
        { "name hidden in unread bytes", new PickleText().Ops("c").Raw(0xff, 0xfe).Ops("\nx\n.").Bytes, "UTF-8" },
        { "name without an end", new PickleText().Ops("c" + new string('a', 5000)).Bytes, "without an end" },
        { "INST", new PickleText().Ops("(ios\nsystem\n.").Bytes, "0x69" },
        { "OBJ", new PickleText().Ops("(").Global("torch", "Size").Ops("o.").Bytes, "0x6f" },
        { "NEWOBJ", new PickleText().Global("torch", "Size").Ops(")").Raw(0x81).Ops(".").Bytes, "0x81" },
        { "NEWOBJ_EX", new PickleText(4).Global("torch", "Size").Ops(")}").Raw(0x92).Ops(".").Bytes, "0x92" },
        { "extension registry", new PickleText().Raw(0x82, 1).Ops(".").Bytes, "0x82" },
        { "persistent text", new PickleText().Ops("Pstorage\n.").Bytes, "0x50" },
        { "LONG as text", new PickleText().Ops("L" + new string('9', 100000) + "L\n.").Bytes, "0x4c" },
        { "INT as text", new PickleText().Ops("I1\n.").Bytes, "0x49" },
        { "out-of-band buffer", new PickleText(5).Raw(0x97).Ops(".").Bytes, "0x97" },
        { "set", new PickleText(4).Raw(0x8f).Ops(".").Bytes, "0x8f" },
        { "DUP", new PickleText().Ops("N2.").Bytes, "0x32" },
        { "POP", new PickleText().Ops("NN0.").Bytes, "0x30" },
        { "protocol 9", new PickleText(9).Ops("}.").Bytes, "protocol" },
        { "protocol 0", "(dp0\n."u8.ToArray(), "0x64" },
        { "empty", [], "cut off" },
        { "no STOP", new PickleText().Ops("}").Bytes, "cut off" },
        { "text cut off", new PickleText().Ops("X").Raw(255, 255, 255, 127).Ops("ab.").Bytes, "cut off" },
        { "text of 2^63 bytes", new PickleText(4).Raw(0x8d, 255, 255, 255, 255, 255, 255, 255, 255).Ops("ab.").Bytes, "cut off" },
        { "text not UTF-8", new PickleText().Ops("}X").Raw(1, 0, 0, 0, 0xff).Ops("Ns.").Bytes, "UTF-8" },
        { "two pickles", new PickleText().Ops("}.}.").Bytes, "where its pickle ends" },
        { "stack underflow", new PickleText().Ops("R.").Bytes, "malformed" },
        { "nothing on the stack", new PickleText().Ops(".").Bytes, "malformed" },
        { "mark missing", new PickleText().Ops("Nt.").Bytes, "malformed" },
        { "memo unset", new PickleText().Ops("h\x07.").Bytes, "reference" },
        { "memo out of sequence", new PickleText().Ops("Nq\x09.").Bytes, "sequence" },
        { "memo negative", new PickleText().Ops("Nr").Raw(255, 255, 255, 255).Ops(".").Bytes, "sequence" },
        { "call of a text", new PickleText().Text("x").Ops(")R.").Bytes, "malformed" },
        { "call of a type", new PickleText().Global("torch", "FloatStorage").Ops(")R.").Bytes, "malformed" },
        { "key twice", new PickleText().Ops("}(").Text("a").Ops("N").Text("a").Ops("Nu.").Bytes, "twice" },
        { "key a tuple", new PickleText().Ops("})Ns.").Bytes, "key" },
        { "key None", new PickleText().Ops("}NNs.").Bytes, "malformed" },
        { "key a float", new PickleText().Ops("}G").Raw(0, 0, 0, 0, 0, 0, 0, 0).Ops("Ns.").Bytes, "a float" },
        { "integers as keys that hash alike", Alike(), "integers as keys" },
        { "root a list", new PickleText().Ops("].").Bytes, "a list" },
        { "root a text", new PickleText().Text("x").Ops(".").Bytes, "a string" },
        { "function as a value", new PickleText().Ops("}").Text("a").Global("torch._utils", "_rebuild_tensor_v2").Ops("s.").Bytes, "Tensor" },
        { "dictionary in itself", new PickleText().Ops("}q\0").Text("a").Ops("h\0s.").Bytes, "deeper" },
        { "list in itself", new PickleText().Ops("}").Text("a").Ops("]q\0h\0as.").Bytes, "deeper" },
        { "persistent id no tuple", new PickleText().Text("storage").Ops("Q.").Bytes, "malformed" },
        { "persistent id of another kind", new PickleText().Ops("(").Text("module").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(8).Ops("tQ.").Bytes, "malformed" },
        { "storage of a view", new PickleText().Ops("(").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Int(8).Int(1).Ops("tQ.").Bytes, "malformed" },
        { "storage absent", Dict(new PickleText(), "9", 8, 0, [8], [1]), "lacks" },
        { "storage shorter than said", Dict(new PickleText(), "0", 9, 0, [8], [1]), "32 bytes" },
        { "storage longer than said", Dict(new PickleText(), "0", 7, 0, [1], [1]), "32 bytes" },
        { "storage of negative size", Dict(new PickleText(), "0", -8, 0, [1], [1]), "malformed" },
        { "storage size overflows to the right one", Dict(new PickleText(), "0", (1L << 62) + 8, 0, [1], [1]), "32 bytes" },
        { "offset beyond", Dict(new PickleText(), "0", 8, 8, [1], [1]), "last element" },
        { "offset negative", Dict(new PickleText(), "0", 8, -1, [1], [1]), "last element" },
        { "sizes beyond", Dict(new PickleText(), "0", 8, 0, [9], [1]), "last element" },
        { "strides beyond", Dict(new PickleText(), "0", 8, 0, [2, 2], [7, 1]), "last element" },
        { "stride negative", Dict(new PickleText(), "0", 8, 7, [8], [-1]), "strides" },
        { "size negative", Dict(new PickleText(), "0", 8, 0, [-8], [1]), "sizes" },
        { "sizes overflow", Dict(new PickleText(), "0", 8, 0, [1L << 40, 1L << 40], [0, 0]), "number of elements" },
        { "strides overflow", Dict(new PickleText(), "0", 8, 0, [2, 2], [long.MaxValue, long.MaxValue]), "last element" },
        { "repeated elements without end", Dict(new PickleText(), "0", 8, 0, [1L << 40], [0]), "repeated" },
        { "repeated elements, many names", Many(), "repeated" },
        { "strides missing", Dict(new PickleText(), "0", 8, 0, [8], []), "strides" },
        { "17 dimensions", Dict(new PickleText(), "0", 8, 0, [.. Enumerable.Repeat(1L, 17)], [.. Enumerable.Repeat(1L, 17)]), "malformed" },
        { "two tensors of one joined name", new PickleText().Ops("}(").Text("a.b").Tensor("0", 8, 0, [8], [1]).Text("a").Ops("}").Text("b").Tensor("0", 8, 0, [8], [1]).Ops("su.").Bytes, "twice" },
    };

    [Theory]
    [MemberData(nameof(Pickles))]
    public void Open_HostilePickle_IsCorruptAndNamesIt(string what, byte[] pickle, string found)
    {
        using var folder = new TempFolder();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Refused(folder.Write("x.bin", PickleText.Archive(pickle, ("0", Bytes32))));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
        Assert.True(error.Message.Contains(found, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.False(File.Exists("/tmp/hostile"));
    }

    [Fact]
    public void Open_ReferencesThatGrowExponentially_AreBounded()
    {
        // d0 = {}, d(n+1) = {a: dn, b: dn}: 2^30 names in 300 bytes
        var pickle = new PickleText().Ops("}").Text("x").Ops("Nsq\0");
        for (byte i = 0; i < 30; i++) pickle.Ops("}(").Text("a").Ops("h").Raw(i).Text("b").Ops("h").Raw(i).Ops("uq").Raw((byte)(i + 1));
        using var folder = new TempFolder();
        Refused(folder.Write("x.bin", PickleText.Archive(pickle.Ops(".").Bytes)));
    }

    [Fact]
    public void Open_MoreObjectsThanAllowed_IsCorrupt()
    {
        using var folder = new TempFolder();
        var pickle = new PickleText().Ops("}" + new string(']', 1_100_000) + ".").Bytes;
        Assert.Contains("objects", Refused(folder.Write("x.bin", PickleText.Archive(pickle))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ArchivesThatAreNotTorchs_AreCorrupt()
    {
        using var folder = new TempFolder();
        var pickle = new PickleText().Ops("}.").Bytes;
        void Is(string found, byte[] bytes) => Assert.Contains(found, Refused(folder.Write("x.bin", bytes)).Message, StringComparison.Ordinal);
        Is("data.pkl", PickleText.Zip(("a/b", [1])));
        Is("data.pkl", PickleText.Zip(("data.pkl", pickle)));
        Is("data.pkl", PickleText.Zip(("a/data.pkl", pickle), ("b/data.pkl", pickle)));
        Is("twice", PickleText.Zip(("a/data.pkl", pickle), ("a/data.pkl", pickle)));
        Is("byte order", PickleText.Zip(("a/data.pkl", pickle), ("a/byteorder", "big"u8.ToArray())));
        Is("end", "PK\u0003\u0004 and nothing else"u8.ToArray());
        Is("beginning", "no archive at all"u8.ToArray());
        Is("beginning", pickle);
        var good = PickleText.Zip(("a/data.pkl", pickle));
        var central = good.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        Is("compressed", Changed(good, central + 10, 8));
        Is("encrypted", Changed(good, central + 8, 1));
        Is("check sum", Changed(good, central + 16, 0x55));
        Is("equal sizes", Changed(good, central + 20, 99));
        Is("no file begins", Changed(good, central + 42, 1));
        Is("a place inside", Changed(good, central + 45, 0x7f));
        Is("damaged", Changed(good, central, (byte)'X'));
    }

    [Fact]
    public void Open_ArchiveCutOrWithBytesChanged_IsNeverMisread()
    {
        using var folder = new TempFolder();
        var stream = new MemoryStream();
        TorchPickleWriter.Write(stream, [TestTensors.Floats("t", new Shape(2), 1f, 2f)], "a");
        var whole = stream.ToArray();
        for (var length = 0; length < whole.Length; length += 3) Refused(folder.Write("x.bin", whole[..length]));
    }

    [Fact]
    public void Open_OlderFormatDamaged_IsCorrupt()
    {
        using var folder = new TempFolder();
        var whole = File.ReadAllBytes(TestTensors.Data("legacy", "pytorch_adapter.bin"));
        for (var length = 0; length < whole.Length; length += 61) Refused(folder.Write("x.bin", whole[..length]));
        Refused(folder.Write("x.bin", [.. whole, 0]));
        Assert.Contains("version", Refused(folder.Write("x.bin", Changed(whole, 18, 0x77))).Message, StringComparison.Ordinal);
        var little = whole.AsSpan().IndexOf("little_endian"u8) + "little_endian".Length + 2;
        Assert.Equal(0x88, whole[little]);
        Assert.Contains("byte order", Refused(folder.Write("x.bin", Changed(whole, little, 0x89))).Message, StringComparison.Ordinal);
    }

    private static byte[] Dict(PickleText pickle, string storage, long count, long offset, long[] sizes, long[] strides) =>
        pickle.Ops("}").Text("t").Tensor(storage, count, offset, sizes, strides).Ops("s.").Bytes;

    // 64-bit integers with equal halves all hash to 0
    private static byte[] Alike()
    {
        var pickle = new PickleText().Ops("}(");
        for (long i = 1; i < 100_000; i++) pickle.Int((i << 32) | i).Ops("N");
        return pickle.Ops("u.").Bytes;
    }

    private static byte[] Many()
    {
        var pickle = new PickleText().Ops("}(");
        for (var i = 0; i < 50; i++) pickle.Text($"t{i}").Tensor("0", 8, 0, [1 << 20], [0]);
        return pickle.Ops("u.").Bytes;
    }

    private static byte[] Changed(byte[] bytes, int place, byte value)
    {
        var copy = bytes.ToArray();
        copy[place] = value;
        return copy;
    }

    private static BridgeException Refused(string path)
    {
        var error = Assert.Throws<BridgeException>(() => TorchPickleFile.Open(path).Dispose());
        Assert.Equal((ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt), (error.Code, error.Reason));
        Assert.Equal(path, error.Metadata["file"]);
        Assert.NotEqual("", error.Metadata["found"]);
        Assert.NotEqual("", error.Metadata["allowed"]);
        Assert.True(Encoding.UTF8.GetByteCount(error.Message) < 4000);
        return error;
    }
}
