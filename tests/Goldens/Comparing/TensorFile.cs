using System.Buffers.Binary;
using System.Text.Json;

namespace Goldens.Comparing;

/// <summary>
/// Tensors of a safetensors file, read by a reader of its own: what the engine is held to must not come through the engine.
/// </summary>
public sealed class TensorFile : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    private TensorFile()
    {
    }

    /// <summary>All of it, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Reads a whole file; a file that is not there has no tensors.</summary>
    public static TensorFile Read(string path)
    {
        var file = new TensorFile();
        if (!File.Exists(path)) return file;
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        foreach (var entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__") continue;
            var offsets = entry.Value.GetProperty("data_offsets");
            var (start, end) = (8 + length + offsets[0].GetInt32(), 8 + length + offsets[1].GetInt32());
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64())];
            file._tensors.Add(entry.Name, Make(bytes.AsSpan(start, end - start), shape, entry.Value.GetProperty("dtype").GetString()!));
        }
        return file;
    }

    /// <summary>The tensor of that name, or null. Borrowed.</summary>
    public Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>The tensor of that name. Borrowed.</summary>
    public Tensor this[string name] => Find(name) ?? throw new InvalidDataException($"the case has no tensor {name}");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
        _tensors.Clear();
    }

    private static Tensor Make(Span<byte> data, long[] shape, string type)
    {
        var tensor = zeros(shape, type switch
        {
            "F64" => ScalarType.Float64,
            "F32" => ScalarType.Float32,
            "F16" => ScalarType.Float16,
            "BF16" => ScalarType.BFloat16,
            "I64" => ScalarType.Int64,
            "I32" => ScalarType.Int32,
            "I16" => ScalarType.Int16,
            "I8" => ScalarType.Int8,
            "U8" => ScalarType.Byte,
            "BOOL" => ScalarType.Bool,
            _ => throw new InvalidDataException($"a tensor has type {type}"),
        }, CPU);
        if (data.Length > 0) tensor.bytes = data;
        return tensor;
    }
}
