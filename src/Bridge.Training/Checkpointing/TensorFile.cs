using System.Buffers.Binary;
using System.Text.Json;
using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Training.Checkpointing;

/// <summary>Named tensors in one safetensors file.</summary>
internal static class TensorFile
{
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var noGrad = no_grad();
        using var header = new MemoryStream();
        var parts = new List<byte[]>();
        using (var json = new Utf8JsonWriter(header))
        {
            long offset = 0;
            json.WriteStartObject();
            foreach (var (name, tensor) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                using var near = tensor.to_type(ScalarType.Float32).cpu().contiguous();
                parts.Add(near.bytes.ToArray());
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (var size in near.shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += parts[^1].Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        using var file = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        header.WriteTo(file);
        foreach (var part in parts) file.Write(part);
        file.Flush(flushToDisk: true);
    }

    /// <summary>All tensors, on the CPU; the caller disposes them.</summary>
    public static Dictionary<string, Tensor> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is ArgumentException or JsonException or IndexOutOfRangeException or KeyNotFoundException)
        {
            throw BridgeException.Corrupt($"\"{path}\" is damaged: {error.Message}", ("path", path), ("cause", error.Message));
        }
    }

    private static Dictionary<string, Tensor> Parse(byte[] bytes)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in header.RootElement.EnumerateObject())
        {
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            var offsets = entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32()).ToArray();
            var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan(8 + length + offsets[0], offsets[1] - offsets[0])).ToArray();
            tensors[entry.Name] = tensor(values, shape, dtype: ScalarType.Float32, device: CPU).DetachFromDisposeScope();
        }
        return tensors;
    }
}
