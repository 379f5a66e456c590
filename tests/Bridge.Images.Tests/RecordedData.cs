using System.IO.Compression;
using System.Text.Json;

namespace Bridge.Images.Tests;

/// <summary>What Data/make.py recorded.</summary>
internal static class RecordedData
{
    public static string[] ResizeLines => File.ReadAllLines(PathOf("resize.txt"));

    public static IEnumerable<string> Names(string file) => Document(file).EnumerateArray().Select(e => e.GetProperty("name").GetString()!);

    public static JsonElement Find(string file, string name) => Document(file).EnumerateArray().Single(e => e.GetProperty("name").GetString() == name);

    public static byte[] Image(string name) => Find("decode.json", name).GetProperty("file").GetBytesFromBase64();

    public static byte[] Inflate(byte[] packed)
    {
        using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private static JsonElement Document(string file) => JsonDocument.Parse(File.ReadAllBytes(PathOf(file))).RootElement;

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);
}
