using System.Buffers.Binary;
using System.Collections;

namespace Bridge.Checkpoints;

/// <summary>
/// The format of torch before 1.6: pickles of a magic number, a version, the machine, the object, the storages' names; then each storage as a count and its bytes.
/// </summary>
internal static class LegacyTorchFile
{
    private const int Version = 1001;

    /// <summary>The first pickle: protocol 2 and the 10-byte number that torch chose.</summary>
    public static ReadOnlySpan<byte> Magic => [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

    /// <summary>Reads the object; <paramref name="places"/> gets the storages' bytes.</summary>
    public static TorchContents Read(MappedFile file, Dictionary<string, TorchPlace> places)
    {
        var path = file.Path;
        var head = file.Span(0, (int)Math.Min(file.Length, PickleSanitizer.MaxBytes));
        var position = Magic.Length;
        var version = Next(path, head, ref position, out _);
        if (version is not Version)
            throw CheckpointErrors.Corrupt(path, "the version of the older torch format", PickleGlobal.Describe(version), $"{Version}");
        if (Next(path, head, ref position, out _) is not PickleDict machine || machine["little_endian"] is not true)
            throw CheckpointErrors.Corrupt(path, "the byte order", "not little-endian", "little-endian");
        var root = Next(path, head, ref position, out var pickle);
        var contents = TorchContents.Of(path, root, pickle);
        if (Next(path, head, ref position, out _) is not ArrayList keys)
            throw CheckpointErrors.Corrupt(path, "the list of storages", "absent", "a list of names");

        var storages = new Dictionary<string, PickleStorage>(StringComparer.Ordinal);
        foreach (var (_, tensor) in contents.Tensors) storages.TryAdd(tensor.Storage.Key, tensor.Storage);
        long offset = position;
        foreach (var item in keys)
        {
            if (item is not string key || !storages.TryGetValue(key, out var storage) || storage.Count > long.MaxValue / 8)
                throw CheckpointErrors.Corrupt(path, "a storage in the list", PickleGlobal.Describe(item), "the storages of the tensors");
            if (offset > file.Length - 8) throw CheckpointErrors.Corrupt(path, "the storages", $"cut off at byte {file.Length}", "all storages of the list");
            var count = BinaryPrimitives.ReadInt64LittleEndian(file.Span(offset, 8));
            offset += 8;
            if (count != storage.Count)
                throw CheckpointErrors.Corrupt(path, $"the size of storage {CheckpointErrors.Shorten(key)}", $"{count}", $"{storage.Count}, as its tensors say");
            if (storage.ByteLength > file.Length - offset) throw CheckpointErrors.Corrupt(path, "the storages", $"cut off at byte {file.Length}", "all storages of the list");
            if (!places.TryAdd(key, new TorchPlace(key, offset, storage.ByteLength, null)))
                throw CheckpointErrors.Corrupt(path, "a storage in the list", "there twice", "each once");
            offset += storage.ByteLength;
        }
        if (offset != file.Length) throw CheckpointErrors.Corrupt(path, "the file's length", $"{file.Length} bytes", $"{offset}, where the last storage ends");
        return contents;
    }

    private static object? Next(string path, ReadOnlySpan<byte> data, ref int position, out SanitizedPickle pickle)
    {
        pickle = PickleSanitizer.Run(path, data, position);
        position = pickle.End;
        return TorchUnpickler.Read(path, pickle);
    }
}
