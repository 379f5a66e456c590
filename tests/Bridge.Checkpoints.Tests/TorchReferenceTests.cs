using System.Buffers.Binary;
using System.IO.Compression;

namespace Bridge.Checkpoints.Tests;

/// <summary>Files that torch wrote.</summary>
public class TorchReferenceTests
{
    [Fact]
    public void Open_EveryReferenceFile_IsReadWhole()
    {
        var count = 0;
        foreach (var path in TestTensors.ReferenceFiles("*.bin").Concat(TestTensors.ReferenceFiles("*.pt")))
        {
            using var file = TorchPickleFile.Open(path);
            foreach (var name in file.Names)
            {
                var view = file.Find(name)!;
                Assert.Equal(view.Shape.ElementCount * view.DataType.ByteSize(), view.ByteLength);
            }
            count++;
        }
        Assert.NotEqual(0, count);
    }

    [Fact]
    public void Write_EveryReferenceFileOfPlainTensorsAgain_GivesTorchsBytes()
    {
        var (same, seen) = (0, 0);
        foreach (var path in TestTensors.ReferenceFiles("*.bin"))
        {
            using var file = TorchPickleFile.Open(path);
            var stream = new MemoryStream();
            TorchPickleWriter.Write(stream, file.Names.Select(name => TensorContent.Of(file.Find(name)!)), Path.GetFileNameWithoutExtension(path));
            using var written = new ZipArchive(stream);
            var bytes = File.ReadAllBytes(path);
            if (bytes[0] != 'P') continue;
            seen++;
            using var expected = new ZipArchive(new MemoryStream(bytes));
            // Views of larger storages are written as what they are.
            if (!Content(expected.Entries[0]).SequenceEqual(Content(written.Entries[0]))) continue;
            same++;
            foreach (var (ours, theirs) in written.Entries.Zip(expected.Entries))
            {
                Assert.Equal(theirs.FullName, ours.FullName);
                if (!ours.Name.StartsWith("serialization", StringComparison.Ordinal)) Assert.Equal(Content(theirs), Content(ours));
            }
            var mine = stream.ToArray();
            Assert.Equal(bytes.Length, mine.Length);
            // All bytes are torch's but the identification number and its check sum, which stands in two places.
            Assert.InRange(bytes.Zip(mine).Count(pair => pair.First != pair.Second), 0, 40 + 8);
        }
        Assert.InRange(same, (seen + 1) / 2, seen);
    }

    [Fact]
    public void Find_ViewsOfLargerStorages_GivesTheirElementsInOrder()
    {
        using var file = TorchPickleFile.Open(TestTensors.Data("views", "pytorch_adapter.bin"));
        var bytes = File.ReadAllBytes(file.Path);
        // lora_A: (4, 32) at element 32 of storage 0; lora_B: (32, 4) stored transposed in storage 1 (places read off the archive's directory)
        var a = file.Find("encoder.layer.0.attention.self.query.loras.a.lora_A")!;
        Assert.Equal(new Shape(4, 32), a.Shape);
        Assert.Equal(bytes[(0x7c0 + 128)..(0x7c0 + 640)], a.Bytes.ToArray());
        var b = TestTensors.Read(file.Find("encoder.layer.0.attention.self.query.loras.a.lora_B"));
        for (var row = 0; row < 32; row++)
            for (var column = 0; column < 4; column++)
                Assert.Equal(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(StorageOne + (4 * (row + (32 * column))))), b[(row * 4) + column]);
    }

    // Where "data/1" of the file above begins: 0x0a50 is its local header; name 22 bytes, padding to a multiple of 64.
    private const int StorageOne = 0xac0;

    [Fact]
    public void Open_OlderFormat_HasTheSameNamesInOrder()
    {
        using var file = TorchPickleFile.Open(TestTensors.Data("legacy", "pytorch_adapter.bin"));
        Assert.Equal("encoder.layer.0.output.adapters.a.adapter_down.0.weight", file.Names.First());
        Assert.Equal(12, file.Names.Count);
        Assert.Equal(new Shape(4, 32), file.Find("encoder.layer.0.output.adapters.a.adapter_down.0.weight")!.Shape);
        Assert.Equal("encoder.layer.2.output.adapters.a.adapter_up.bias", file.Names.Last());
    }

    [Fact]
    public void Open_BFloat16_KeepsTheType()
    {
        using var file = TorchPickleFile.Open(TestTensors.Data("bfloat16", "pytorch_adapter.bin"));
        Assert.All(file.Names, name => Assert.Equal(DataType.BFloat16, file.Find(name)!.DataType));
    }

    [Fact]
    public void Find_TensorsThatShareAStorage_PointToTheSameBytes()
    {
        using var file = TorchPickleFile.Open(TestTensors.Data("shared", "pytorch_adapter.bin"));
        var addresses = file.Names.Select(name => file.Find(name)!.Address).ToList();
        Assert.True(addresses.Distinct().Count() < addresses.Count);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
