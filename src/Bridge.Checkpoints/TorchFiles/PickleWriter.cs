using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Bridge.Checkpoints;

/// <summary>Writes the pickle of a state dict of contiguous tensors, instruction for instruction as Python's pickler does for <c>torch.save</c> (protocol 2).</summary>
internal sealed class PickleWriter
{
    private const int Batch = 1000;

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Dictionary<string, int> _memo = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>The pickle; tensor number i is the whole of storage number <paramref name="storages"/>[i].</summary>
    public static byte[] Write(IReadOnlyList<TensorContent> tensors, IReadOnlyList<int> storages)
    {
        var writer = new PickleWriter();
        writer.Op(PickleOpcode.Proto);
        writer.Byte(2);
        writer.Op(PickleOpcode.EmptyDict);
        writer.Put();
        for (var start = 0; start < tensors.Count; start += Batch)
        {
            var count = Math.Min(Batch, tensors.Count - start);
            if (count > 1) writer.Op(PickleOpcode.Mark);
            for (var i = start; i < start + count; i++) writer.Item(tensors[i], storages[i]);
            writer.Op(count > 1 ? PickleOpcode.SetItems : PickleOpcode.SetItem);
        }
        writer.Op(PickleOpcode.Stop);
        return writer._output.WrittenSpan.ToArray();
    }

    /// <summary>The pickle of one tensor, a parameter that is not trained, which is the whole of its storage.</summary>
    public static byte[] WriteParameter(IReadOnlyList<TensorContent> tensors, IReadOnlyList<int> storages)
    {
        var writer = new PickleWriter();
        writer.Op(PickleOpcode.Proto);
        writer.Byte(2);
        writer.Name("torch._utils", "_rebuild_parameter");
        writer.Tensor(tensors[0], storages[0]);
        writer.Op(PickleOpcode.False);
        writer.Name("collections", "OrderedDict");
        writer.Op(PickleOpcode.EmptyTuple);
        writer.Op(PickleOpcode.Reduce);
        writer.Put();
        writer.Op(PickleOpcode.Tuple3);
        writer.Put();
        writer.Op(PickleOpcode.Reduce);
        writer.Put();
        writer.Op(PickleOpcode.Stop);
        return writer._output.WrittenSpan.ToArray();
    }

    private void Item(TensorContent tensor, int storage)
    {
        Text(tensor.Name);
        Tensor(tensor, storage);
    }

    private void Tensor(TensorContent tensor, int storage)
    {
        Name("torch._utils", "_rebuild_tensor_v2");
        Op(PickleOpcode.Mark);

        Op(PickleOpcode.Mark);
        Text("storage", "storage");
        Name("torch", PickleGlobals.StorageName(tensor.DataType));
        var key = storage.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Text(key, $"storage {key}");
        Text("cpu", "cpu");
        Integer(tensor.Shape.ElementCount);
        Op(PickleOpcode.Tuple);
        Put();
        Op(PickleOpcode.BinPersId);

        Integer(0);
        var sizes = tensor.Shape.Dimensions;
        var strides = new long[sizes.Length];
        long stride = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(sizes[i], 1);
        }
        Integers(sizes);
        Integers(strides);
        Op(PickleOpcode.False);
        Name("collections", "OrderedDict");
        Op(PickleOpcode.EmptyTuple);
        Op(PickleOpcode.Reduce);
        Put();

        Op(PickleOpcode.Tuple);
        Put();
        Op(PickleOpcode.Reduce);
        Put();
    }

    private void Integers(long[] values)
    {
        if (values.Length > 3) Op(PickleOpcode.Mark);
        foreach (var value in values) Integer(value);
        Op(values.Length switch
        {
            0 => PickleOpcode.EmptyTuple,
            1 => PickleOpcode.Tuple1,
            2 => PickleOpcode.Tuple2,
            3 => PickleOpcode.Tuple3,
            _ => PickleOpcode.Tuple,
        });
        if (values.Length > 0) Put();
    }

    private void Integer(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        switch (value)
        {
            case >= 0 and <= byte.MaxValue:
                Op(PickleOpcode.BinInt1);
                _output.Write(bytes[..1]);
                break;
            case >= 0 and <= ushort.MaxValue:
                Op(PickleOpcode.BinInt2);
                _output.Write(bytes[..2]);
                break;
            case >= int.MinValue and <= int.MaxValue:
                Op(PickleOpcode.BinInt);
                _output.Write(bytes[..4]);
                break;
            default:
                // two's complement, as short as its sign allows
                var length = 8;
                while (length > 1 && bytes[length - 1] == 0 && bytes[length - 2] < 0x80) length--;
                Op(PickleOpcode.Long1);
                Byte((byte)length);
                _output.Write(bytes[..length]);
                break;
        }
    }

    private void Name(string module, string name)
    {
        var key = $"{module}\n{name}\n";
        if (TryGet(key)) return;
        Op(PickleOpcode.Global);
        _output.Write(Encoding.ASCII.GetBytes(key));
        _memo[key] = _next;
        Put();
    }

    // Python remembers objects, not values: texts that are the same object each time are written once.
    private void Text(string text, string? identity = null)
    {
        if (identity is not null && TryGet(identity)) return;
        Op(PickleOpcode.BinUnicode);
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _output.Write(length);
        _output.Write(bytes);
        if (identity is not null) _memo[identity] = _next;
        Put();
    }

    private bool TryGet(string key)
    {
        if (!_memo.TryGetValue(key, out var index)) return false;
        Indexed(PickleOpcode.BinGet, PickleOpcode.LongBinGet, index);
        return true;
    }

    private void Put() => Indexed(PickleOpcode.BinPut, PickleOpcode.LongBinPut, _next++);

    private void Indexed(PickleOpcode brief, PickleOpcode wide, int index)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, index);
        Op(index < 256 ? brief : wide);
        _output.Write(index < 256 ? bytes[..1] : bytes);
    }

    private void Op(PickleOpcode opcode) => Byte((byte)opcode);

    private void Byte(byte value) => _output.Write([value]);
}
