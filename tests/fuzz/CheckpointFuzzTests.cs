using System.Globalization;
using System.Text.Json.Nodes;

namespace Bridge.Checkpoints.Tests;

/// <summary>Files changed at random: only a BridgeException may come out of reading them, and little memory may go into it.</summary>
public class CheckpointFuzzTests
{
    private const int DefaultIterations = 800;
    private const long FreeAllocation = 4 << 20;

    private static readonly int Iterations = Setting("BRIDGE_FUZZ_ITERATIONS", DefaultIterations);
    private static readonly int Seed = Setting("BRIDGE_FUZZ_SEED", 1);

    [Fact]
    public void Safetensors_WholeFileChanged_GivesTensorsOrABridgeException() => Fuzz("safetensors", [Safetensors()], bytes => bytes, ReadAll);

    [Fact]
    public void Safetensors_HeaderChanged_GivesTensorsOrABridgeException()
    {
        var file = Safetensors();
        var header = file[8..(8 + (int)BitConverter.ToInt64(file))];
        var data = file.Length - 8 - header.Length;
        Fuzz("header", [header], bytes => TestTensors.File(bytes, data), ReadAll);
    }

    [Fact]
    public void Torch_WholeFileChanged_GivesTensorsOrABridgeException() => Fuzz("torch", [Torch(), PickleText.Archive(Pickle(), ("0", new byte[32]))], bytes => bytes, ReadAll);

    [Fact]
    public void Torch_PickleChanged_GivesTensorsOrABridgeException()
    {
        Fuzz("pickle", [Pickle()], bytes => PickleText.Archive(bytes, ("0", new byte[32])), ReadAll);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(Torch()));
        using var entry = zip.Entries[0].Open();
        var written = new MemoryStream();
        entry.CopyTo(written);
        Fuzz("written pickle", [written.ToArray()], bytes => PickleText.Archive(bytes, ("0", new byte[24]), ("1", new byte[6]), ("2", new byte[8]), ("3", []), ("4", new byte[8])), ReadAll);
    }

    [Fact]
    public void Torch_OlderFormatChanged_GivesTensorsOrABridgeException() =>
        Fuzz("legacy", [File.ReadAllBytes(TestTensors.Data("legacy", "pytorch_adapter.bin"))], bytes => bytes, ReadAll);

    [Fact]
    public void Json_Changed_GivesAnObjectOrABridgeException() => Fuzz(
        "json",
        ["""{"config":{"r":8,"alpha":16.0,"text":"\u00e9\n","list":[1,2.5e-3,null,true]},"name":"a"}"""u8.ToArray()],
        bytes => bytes,
        path =>
        {
            var text = JsonFile.Format(JsonFile.Read(path));
            Assert.Equal(text, JsonFile.Format(Assert.IsType<JsonObject>(JsonNode.Parse(text))));
        });

    private static void Fuzz(string format, byte[][] seeds, Func<byte[], byte[]> wrap, Action<string> read)
    {
        var folder = new TempFolder();
        var path = folder["x"];
        var read0 = 0;
        for (var i = 0; i < Iterations; i++)
        {
            var mutator = new Mutator(((ulong)Seed << 32) ^ (ulong)i);
            // the first is the seed itself: it must be read
            var bytes = wrap(i < seeds.Length ? seeds[i] : mutator.Change(seeds[mutator.Next(seeds.Length)], seeds[mutator.Next(seeds.Length)]));
            File.WriteAllBytes(path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
                read0++;
            }
            catch (BridgeException error)
            {
                Assert.True(i >= seeds.Length, $"{format}: the file that was not changed: {error.Message}");
                Assert.InRange(error.Message.Length, 1, 8000);
            }
            catch (Exception error)
            {
                Assert.Fail($"{format}, seed {Seed}, iteration {i}: {error} (file kept: {path})");
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < FreeAllocation + (400L * bytes.Length), $"{format}, seed {Seed}, iteration {i}: {allocated} bytes allocated for a file of {bytes.Length} (kept: {path})");
        }
        folder.Dispose();
        Assert.InRange(read0, seeds.Length, Iterations);
    }

    private static void ReadAll(string path)
    {
        using var file = Checkpoint.Open(path);
        foreach (var name in file.Names)
        {
            var view = file.Find(name)!;
            // touches every byte: one outside the file would end the process
            long sum = 0;
            foreach (var value in view.Bytes) sum += value;
            Assert.InRange(sum, 0, 255L * view.ByteLength);
        }
    }

    private static TensorContent[] Tensors() =>
    [
        TestTensors.Floats("encoder.layer.0.weight", new Shape(2, 3), 1, 2, 3, 4, 5, 6), TestTensors.Counted("b", DataType.Float16, 3), TestTensors.Counted("c", DataType.Int64),
        TestTensors.Counted("d", DataType.Bool, 0, 5), TestTensors.Counted("e", DataType.BFloat16, 1, 1, 2, 2),
    ];

    private static byte[] Safetensors()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, Tensors(), new Dictionary<string, string> { ["format"] = "pt" });
        return stream.ToArray();
    }

    private static byte[] Torch()
    {
        var stream = new MemoryStream();
        TorchPickleWriter.Write(stream, Tensors(), "archive");
        return stream.ToArray();
    }

    private static byte[] Pickle() => new PickleText().Global("collections", "OrderedDict").Ops(")Rq\0(").Text("state").Ops("}q\x01(")
        .Text("a").Tensor("0", 8, 2, [2, 3], [1, 2]).Text("b").Tensor("0", 8, 0, [4], [0])
        .Text("p").Global("torch._utils", "_rebuild_parameter").Ops("(").Tensor("0", 8, 0, [], []).Raw(0x88).Ops("}tR")
        .Ops("u").Text("epoch").Int(7).Text("list").Ops("](K\x01NG").Raw(0, 0, 0, 0, 0, 0, 0, 0).Ops("eu}").Text("_metadata").Ops("}sb.").Bytes;

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
