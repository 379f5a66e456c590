using System.Globalization;
using System.Text;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// Writes a state dict as <c>torch.save</c> does (its zip format), for what the Python library stores that way only. Tensors keep the order they come in; those that are one in memory share a storage. Byte for byte torch's
/// file but for its identification number. The same tensors give the same bytes.
/// </summary>
public static class TorchPickleWriter
{
    /// <summary>Writes a file, whole or not at all. The tensors may be views of the file that is replaced.</summary>
    public static void Write(string path, IEnumerable<TensorContent> tensors)
    {
        var list = Checked(tensors);
        AtomicFile.Write(path, stream => Write(stream, list, Path.GetFileNameWithoutExtension(path), PickleWriter.Write));
    }

    /// <summary>Writes one tensor by itself, a frozen <c>Parameter</c>, as the Python library keeps embeddings. Whole or not at all.</summary>
    public static void WriteParameter(string path, TensorContent tensor) =>
        AtomicFile.Write(path, stream => Write(stream, [tensor], Path.GetFileNameWithoutExtension(path), PickleWriter.WriteParameter));

    /// <summary>Writes to a stream; <paramref name="archive"/> is the folder's name in it, by torch's custom the file's name without its ending.</summary>
    public static void Write(Stream stream, IEnumerable<TensorContent> tensors, string archive) => Write(stream, Checked(tensors), archive, PickleWriter.Write);

    private static void Write(Stream stream, List<TensorContent> tensors, string archive, Func<IReadOnlyList<TensorContent>, IReadOnlyList<int>, byte[]> pickle)
    {
        using var zip = new TorchZipWriter(stream, archive);
        var (storages, contents) = Storages(tensors);
        zip.Add("data.pkl", pickle(tensors, storages));
        zip.Add(".format_version", "1"u8.ToArray());
        zip.Add(".storage_alignment", "64"u8.ToArray());
        zip.Add("byteorder", "little"u8.ToArray());
        for (var i = 0; i < contents.Count; i++) zip.Add($"data/{i.ToString(CultureInfo.InvariantCulture)}", contents[i].CopyTo);
        zip.Add("version", "3\n"u8.ToArray());
        zip.Add(".data/serialization_id", Encoding.ASCII.GetBytes($"{tensors.Count:d20}{zip.Combined:d20}"));
        zip.Finish();
    }

    // Tensors that are one in memory (prefixes under the names of all layers) are one in the file.
    private static (int[] Storages, List<TensorContent> Contents) Storages(List<TensorContent> tensors)
    {
        var storages = new int[tensors.Count];
        var contents = new List<TensorContent>();
        var known = new Dictionary<(nint, long, DataType), int>();
        for (var i = 0; i < tensors.Count; i++)
        {
            var tensor = tensors[i];
            storages[i] = contents.Count;
            if (tensor is { Address: { } address, ByteLength: > 0 })
            {
                if (known.TryGetValue((address, tensor.ByteLength, tensor.DataType), out storages[i])) continue;
                known.Add((address, tensor.ByteLength, tensor.DataType), storages[i] = contents.Count);
            }
            contents.Add(tensor);
        }
        return (storages, contents);
    }

    private static List<TensorContent> Checked(IEnumerable<TensorContent> tensors)
    {
        var list = tensors.ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in list)
        {
            if (!names.Add(tensor.Name))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"tensor name \"{tensor.Name}\" is given twice; allowed: each name once", ("tensor", tensor.Name));
        }
        return list;
    }
}
