using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// An archive of stored files as torch writes it: each file's bytes begin at a multiple of 64, sizes and check sums follow the bytes, the directory ends in both forms.
/// </summary>
internal sealed class TorchZipWriter(Stream stream, string folder) : IDisposable
{
    private const int Alignment = 64;
    private const int LocalSize = 30;

    // flags: sizes follow the bytes; names are UTF-8
    private const ushort Flags = 0x0808;

    private readonly CountingStream _output = new(stream);
    private readonly ArrayBufferWriter<byte> _directory = new();
    private int _count;

    /// <summary>The sum of all sums so far: two archives with other contents have another.</summary>
    public uint Combined { get; private set; }

    /// <summary>Adds a file.</summary>
    public void Add(string name, ReadOnlyMemory<byte> bytes) => Add(name, target => target.Write(bytes.Span));

    /// <summary>Adds a file.</summary>
    public void Add(string name, Action<Stream> write)
    {
        var nameBytes = Encoding.UTF8.GetBytes($"{folder}/{name}");
        var position = _output.Written;
        var start = position + LocalSize + nameBytes.Length + 4;
        var padding = (int)((Alignment - (start % Alignment)) % Alignment);

        Span<byte> local = stackalloc byte[LocalSize];
        local.Clear();
        "PK\x03\x04"u8.CopyTo(local);
        BinaryPrimitives.WriteUInt16LittleEndian(local[6..], Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(local[26..], (ushort)nameBytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(local[28..], (ushort)(padding + 4));
        _output.Write(local);
        _output.Write(nameBytes);
        _output.Write("FB"u8);
        WriteU16(_output, padding);
        for (var i = 0; i < padding; i++) _output.Write("Z"u8);

        using var content = new CountingStream(_output, withCrc: true);
        write(content);
        Combined = Crc32.Append(Combined, BitConverter.GetBytes(content.Crc));
        _output.Write("PK\x07\x08"u8);
        WriteU32(_output, content.Crc);
        WriteU32(_output, Fitting(content.Written));
        WriteU32(_output, Fitting(content.Written));
        Remember(nameBytes, content, position);
    }

    /// <summary>Writes the directory.</summary>
    public void Finish()
    {
        var (start, length) = (_output.Written, _directory.WrittenCount);
        _output.Write(_directory.WrittenSpan);
        _output.Write("PK\x06\x06"u8);
        WriteI64(_output, 44);
        WriteU16(_output, 0x031e);
        WriteU16(_output, 45);
        WriteU32(_output, 0);
        WriteU32(_output, 0);
        WriteI64(_output, _count);
        WriteI64(_output, _count);
        WriteI64(_output, length);
        WriteI64(_output, start);
        _output.Write("PK\x06\x07"u8);
        WriteU32(_output, 0);
        WriteI64(_output, start + length);
        WriteU32(_output, 1);
        _output.Write("PK\x05\x06"u8);
        WriteU32(_output, 0);
        WriteU16(_output, Math.Min(_count, ushort.MaxValue));
        WriteU16(_output, Math.Min(_count, ushort.MaxValue));
        WriteU32(_output, Fitting(length));
        WriteU32(_output, Fitting(start));
        WriteU16(_output, 0);
    }

    /// <summary>Leaves the stream open.</summary>
    public void Dispose() => _output.Dispose();

    private void Remember(byte[] name, CountingStream content, long position)
    {
        _count++;
        Span<byte> head = stackalloc byte[46];
        head.Clear();
        "PK\x01\x02"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head[8..], Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(head[16..], content.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(head[20..], Fitting(content.Written));
        BinaryPrimitives.WriteUInt32LittleEndian(head[24..], Fitting(content.Written));
        BinaryPrimitives.WriteUInt16LittleEndian(head[28..], (ushort)name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[42..], Fitting(position));
        _directory.Write(head);
        _directory.Write(name);
    }

    private static uint Fitting(long value) => value < uint.MaxValue
        ? (uint)value
        : throw BridgeException.Invalid(ErrorReason.TensorTooLarge,
            $"a torch file of {value} bytes and more is not written; allowed: below 4 GiB (larger ones go into safetensors)",
            ("found", value), ("allowed", uint.MaxValue));

    private static void WriteU16(Stream target, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        target.Write(bytes);
    }

    private static void WriteU32(Stream target, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        target.Write(bytes);
    }

    private static void WriteI64(Stream target, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        target.Write(bytes);
    }
}
