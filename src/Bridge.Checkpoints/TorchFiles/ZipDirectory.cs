using System.Buffers.Binary;
using System.Text;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// The directory of a zip archive that lies mapped in memory, with its 64-bit form. Only stored (not compressed, not encrypted) files are listed: that is what torch writes, and
/// what can be used without a copy.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndSize = 22, End64Size = 56, LocatorSize = 20, EntrySize = 46, LocalSize = 30;
    private const uint EndMark = 0x06054b50, End64Mark = 0x06064b50, LocatorMark = 0x07064b50, EntryMark = 0x02014b50, LocalMark = 0x04034b50;

    private readonly MappedFile _file;

    private ZipDirectory(MappedFile file) => _file = file;

    /// <summary>Name to place.</summary>
    public Dictionary<string, ZipEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads and checks the directory.</summary>
    public static ZipDirectory Read(MappedFile file)
    {
        var directory = new ZipDirectory(file);
        directory.ReadAll();
        return directory;
    }

    /// <summary>Holds a file's bytes against its check sum.</summary>
    public static unsafe void Verify(MappedFile file, string name, ZipEntry entry)
    {
        const int Chunk = 1 << 28;
        uint crc = 0;
        for (long done = 0; done < entry.Length; done += Chunk)
            crc = Crc32.Append(crc, new ReadOnlySpan<byte>(file.Start + entry.Offset + done, (int)Math.Min(Chunk, entry.Length - done)));
        if (crc != entry.Crc)
            throw CheckpointErrors.Corrupt(file.Path, $"the check sum of \"{CheckpointErrors.Shorten(name)}\"", $"{crc:x8}", $"{entry.Crc:x8}, as the archive says");
    }

    private void ReadAll()
    {
        var (count, position, size) = FindDirectory();
        if (position < 0 || size < 0 || position > _file.Length - size || count > size / EntrySize)
            throw Corrupt("the archive's directory", $"{count} files in {size} bytes at {position}", $"a place inside the file's {_file.Length} bytes");
        var end = position + size;
        for (long i = 0; i < count; i++)
        {
            if (position > end - EntrySize) throw Corrupt("the archive's directory", $"cut off at file {i}", $"{count} files");
            var head = _file.Span(position, EntrySize);
            if (U32(head) != EntryMark) throw Corrupt("the archive's directory", $"damaged at file {i}", "the mark of a file");
            int nameLength = U16(head[28..]), extraLength = U16(head[30..]), commentLength = U16(head[32..]);
            if (position + EntrySize + nameLength + extraLength + commentLength > end) throw Corrupt("the archive's directory", $"cut off at file {i}", $"{count} files");
            var name = Encoding.UTF8.GetString(_file.Span(position + EntrySize, nameLength));
            Add(name, head, _file.Span(position + EntrySize + nameLength, extraLength));
            position += EntrySize + nameLength + extraLength + commentLength;
        }
    }

    private void Add(string name, ReadOnlySpan<byte> head, ReadOnlySpan<byte> extra)
    {
        int flags = U16(head[8..]), method = U16(head[10..]);
        long packed = U32(head[20..]), length = U32(head[24..]), local = U32(head[42..]);
        var wide = WideFields(extra);
        if (length == uint.MaxValue) length = Take(ref wide);
        if (packed == uint.MaxValue) packed = Take(ref wide);
        if (local == uint.MaxValue) local = Take(ref wide);
        var what = $"\"{CheckpointErrors.Shorten(name)}\" of the archive";
        if ((flags & 1) != 0) throw Corrupt(what, "encrypted", "plain files");
        if (method != 0) throw Corrupt(what, $"compressed by method {method}", "stored files, as torch writes them");
        if (packed != length || length < 0) throw Corrupt(what, $"{length} bytes stored in {packed}", "equal sizes");
        if (local < 0 || local > _file.Length - LocalSize) throw Corrupt(what, $"at {local}", $"a place inside the file's {_file.Length} bytes");
        var header = _file.Span(local, LocalSize);
        if (U32(header) != LocalMark) throw Corrupt(what, $"at {local}, where no file begins", "the mark of a file");
        var offset = local + LocalSize + U16(header[26..]) + U16(header[28..]);
        if (offset > _file.Length - length) throw Corrupt(what, $"{length} bytes at {offset}", $"a place inside the file's {_file.Length} bytes");
        if (!Entries.TryAdd(name, new ZipEntry(offset, length, U32(head[16..])))) throw Corrupt(what, "there twice", "each name once");
    }

    private (long Count, long Position, long Size) FindDirectory()
    {
        // The end record is last but for a comment of at most 65,535 bytes.
        var first = Math.Max(0, _file.Length - EndSize - ushort.MaxValue);
        for (var position = _file.Length - EndSize; position >= first; position--)
        {
            var end = _file.Span(position, EndSize);
            if (U32(end) != EndMark || position + EndSize + U16(end[20..]) != _file.Length) continue;
            if (U16(end[4..]) is not (0 or ushort.MaxValue)) throw Corrupt("the archive", "split over several disks", "one file");
            return WideDirectory(position) ?? (U16(end[10..]), U32(end[16..]), U32(end[12..]));
        }
        throw Corrupt("the archive's end", "absent (a file cut short?)", "the end record of a zip archive");
    }

    private (long, long, long)? WideDirectory(long endPosition)
    {
        if (endPosition < LocatorSize) return null;
        var locator = _file.Span(endPosition - LocatorSize, LocatorSize);
        if (U32(locator) != LocatorMark) return null;
        var position = I64(locator[8..]);
        if (position < 0 || position > _file.Length - End64Size) throw Corrupt("the archive's 64-bit end", $"at {position}", $"a place inside the file's {_file.Length} bytes");
        var end = _file.Span(position, End64Size);
        if (U32(end) != End64Mark) throw Corrupt("the archive's 64-bit end", $"not at {position}", "its mark there");
        return (Math.Max(I64(end[32..]), 0), I64(end[48..]), I64(end[40..]));
    }

    private static ReadOnlySpan<byte> WideFields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra), size = U16(extra[2..]);
            if (size > extra.Length - 4) break;
            if (id == 1) return extra.Slice(4, size);
            extra = extra[(4 + size)..];
        }
        return [];
    }

    private long Take(ref ReadOnlySpan<byte> wide)
    {
        if (wide.Length < 8) throw Corrupt("the archive's directory", "without the 64-bit sizes that it refers to", "64-bit sizes");
        var value = I64(wide);
        wide = wide[8..];
        return value >= 0 ? value : throw Corrupt("the archive's directory", $"a size of {value}", "sizes from 0");
    }

    private BridgeException Corrupt(string what, string found, string allowed) => CheckpointErrors.Corrupt(_file.Path, what, found, allowed);

    private static int U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static long I64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
