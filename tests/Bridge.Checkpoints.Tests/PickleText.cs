using System.Buffers.Binary;
using System.Text;

namespace Bridge.Checkpoints.Tests;

/// <summary>Builds pickles and torch files by hand.</summary>
internal sealed class PickleText
{
    private readonly List<byte> _bytes = [];

    public PickleText(byte protocol = 2) => Raw(0x80, protocol);

    public byte[] Bytes => [.. _bytes];

    public PickleText Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Instructions that are one character.</summary>
    public PickleText Ops(string text) => Raw(Encoding.Latin1.GetBytes(text));

    public PickleText Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Ops("X").Raw(length).Raw(bytes);
    }

    public PickleText Int(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return value is >= 0 and < 256 ? Ops("K").Raw(bytes[0]) : Raw(0x8a, 8).Raw(bytes);
    }

    public PickleText Global(string module, string name) => Ops($"c{module}\n{name}\n");

    /// <summary>A float tensor.</summary>
    public PickleText Tensor(string storage, long count, long offset, long[] sizes, long[] strides, string type = "FloatStorage")
    {
        Global("torch._utils", "_rebuild_tensor_v2").Ops("((").Text("storage").Global("torch", type).Text(storage).Text("cpu").Int(count).Ops("tQ").Int(offset);
        Ops("(");
        foreach (var size in sizes) Int(size);
        Ops("t(");
        foreach (var stride in strides) Int(stride);
        return Ops("t").Raw(0x89).Global("collections", "OrderedDict").Ops(")RtR");
    }

    /// <summary>A torch archive with this pickle and these storages.</summary>
    public static byte[] Archive(byte[] pickle, params (string Name, byte[] Bytes)[] storages) =>
        Zip([("archive/data.pkl", pickle), .. storages.Select(storage => ($"archive/data/{storage.Name}", storage.Bytes)), ("archive/version", "3\n"u8.ToArray())]);

    /// <summary>A zip of stored files.</summary>
    public static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        var output = new MemoryStream();
        var directory = new MemoryStream();
        foreach (var (name, bytes) in files)
        {
            var nameBytes = Encoding.UTF8.GetBytes(name);
            var head = new byte[46];
            BinaryPrimitives.WriteUInt32LittleEndian(head, 0x02014b50);
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(16), SlowCrc(bytes));
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(20), bytes.Length);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(24), bytes.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(28), (ushort)nameBytes.Length);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(42), (int)output.Length);
            directory.Write(head);
            directory.Write(nameBytes);
            var local = new byte[30];
            BinaryPrimitives.WriteUInt32LittleEndian(local, 0x04034b50);
            BinaryPrimitives.WriteUInt16LittleEndian(local.AsSpan(26), (ushort)nameBytes.Length);
            output.Write(local);
            output.Write(nameBytes);
            output.Write(bytes);
        }
        var end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)files.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)files.Length);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(12), (int)directory.Length);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(16), (int)output.Length);
        output.Write(directory.ToArray());
        output.Write(end);
        return output.ToArray();
    }

    // by definition, bit by bit: what the reader computes is held against it
    private static uint SlowCrc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
