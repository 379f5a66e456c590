using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Bridge.Checkpoints.Tests;

/// <summary>Small tensors and files.</summary>
internal static class TestTensors
{
    public static TensorContent Floats(string name, Shape shape, params float[] values) =>
        TensorContent.Of(name, DataType.Float32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    public static TensorContent Counted(string name, DataType type, params long[] sizes)
    {
        var shape = new Shape(sizes);
        var bytes = new byte[shape.ElementCount * type.ByteSize()];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 7);
        return TensorContent.Of(name, type, shape, bytes);
    }

    public static float[] Read(TensorView? view) => MemoryMarshal.Cast<byte, float>(Assert.IsType<TensorView>(view).Bytes).ToArray();

    /// <summary>A safetensors file with this header and this many bytes behind it.</summary>
    public static byte[] File(string header, int data = 0) => File(Encoding.UTF8.GetBytes(header), data);

    public static byte[] File(byte[] header, int data = 0)
    {
        var file = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        for (var i = 0; i < data; i++) file[8 + header.Length + i] = (byte)(i + 1);
        return file;
    }

    /// <summary>The path of a file that is committed beside the tests.</summary>
    public static string Data(params string[] parts) => Path.Combine([TestKit.RepositoryRoot.Path, "tests", "Bridge.Checkpoints.Tests", "Data", .. parts]);

    /// <summary>The folders with reference data: what is committed here, and all of it where it is there.</summary>
    public static IEnumerable<string> ReferenceFiles(string pattern)
    {
        IEnumerable<string> roots = [Data()];
        if (TestKit.SharedData.Path("goldens") is { } goldens) roots = roots.Append(goldens);
        return roots.SelectMany(root => Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories));
    }
}
