namespace Bridge.Checkpoints;

/// <summary>The format of torch since 1.6: an archive with a pickle of the object and one stored file a storage.</summary>
internal static class ZipTorchFile
{
    private const string PickleName = "/data.pkl";

    /// <summary>The first bytes of such a file.</summary>
    public static ReadOnlySpan<byte> Magic => "PK\x03\x04"u8;

    /// <summary>Reads the object; <paramref name="places"/> gets the storages' bytes.</summary>
    public static TorchContents Read(MappedFile file, Dictionary<string, TorchPlace> places)
    {
        var path = file.Path;
        var archive = ZipDirectory.Read(file);
        var pickles = archive.Entries.Keys
            .Where(name => name.EndsWith(PickleName, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - PickleName.Length).ToList();
        if (pickles.Count != 1) throw CheckpointErrors.Corrupt(path, "the number of data.pkl in the archive", $"{pickles.Count}", "one, in a folder");
        var prefix = pickles[0][..^"data.pkl".Length];
        var entry = archive.Entries[pickles[0]];
        if (entry.Length > PickleSanitizer.MaxBytes) throw CheckpointErrors.Corrupt(path, "the length of data.pkl", $"{entry.Length} bytes", $"at most {PickleSanitizer.MaxBytes}");
        if (archive.Entries.TryGetValue(prefix + "byteorder", out var order) && !(order.Length == 6 && file.Span(order.Offset, 6).SequenceEqual("little"u8)))
            throw CheckpointErrors.Corrupt(path, "the byte order", "not little-endian", "little-endian");
        ZipDirectory.Verify(file, pickles[0], entry);

        var pickle = PickleSanitizer.Run(path, file.Span(entry.Offset, (int)entry.Length), 0);
        if (pickle.End != entry.Length) throw CheckpointErrors.Corrupt(path, "data.pkl", $"{entry.Length} bytes", $"{pickle.End}, where its pickle ends");
        var contents = TorchContents.Of(path, TorchUnpickler.Read(path, pickle), pickle);
        var storages = prefix + "data/";
        foreach (var (name, stored) in archive.Entries)
        {
            if (name.StartsWith(storages, StringComparison.Ordinal))
                places.Add(name[storages.Length..], new TorchPlace(name, stored.Offset, stored.Length, stored.Crc));
        }
        return contents;
    }
}
