using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>
/// Memory on the CPU for many tensors in few blocks, which are large enough for huge pages: a fault for every 4 KiB of a model's weights is a fifth of its start on some virtual machines.
/// </summary>
/// <param name="type">Element type of all.</param>
public sealed class TensorSlab(ScalarType type) : IDisposable
{
    // Just below a size class of build/allocator.c.
    private const long Block = (32L << 20) - 4096, Alignment = 64;
    private readonly DataType _type = Tensors.ToDataType(type);
    private readonly List<Tensor> _blocks = [];
    private long _used = Block;

    /// <summary>A tensor of that shape, its elements unset; one of more than half a block has memory of its own. It must not be used after the slab is disposed.</summary>
    public Tensor Take(Shape shape)
    {
        var dimensions = shape.Dimensions;
        var bytes = shape.ElementCount * _type.ByteSize();
        if (bytes > Block / 2) return empty(dimensions, dtype: type, device: CPU);
        if (_used + bytes > Block)
        {
            _blocks.Add(empty([Block], dtype: ScalarType.Byte, device: CPU).DetachFromDisposeScope());
            _used = 0;
        }
        var address = Tensors.Address(_blocks[^1]) + (nint)_used;
        _used += (bytes + Alignment - 1) / Alignment * Alignment;
        var tensor = Tensors.OverMemory(address, _type, dimensions, Tensors.Contiguous(dimensions));
        Tensors.KeepOwner(tensor, _blocks[^1]);
        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks) block.Dispose();
        _blocks.Clear();
        _used = Block;
    }
}
