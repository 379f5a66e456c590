using static TorchSharp.torch;

namespace Bridge.Native.Handles;

/// <summary>
/// bridge_tensor: a tensor with its facts in memory that can be lent. Handles, exports and running calls each hold a reference; the last one frees it, so a
/// handle destroyed in the middle of a call frees nothing that the call uses.
/// </summary>
internal sealed unsafe class NativeTensor : IDisposable
{
    private readonly Tensor _tensor;
    private readonly Action? _release;
    private readonly NativeBytes _facts;
    private int _references = 1;
    private int _destroyed;

    /// <summary>Takes the tensor over.</summary>
    /// <param name="tensor">Detached from gradients.</param>
    /// <param name="release">Called once when nothing uses the tensor any more.</param>
    public NativeTensor(Tensor tensor, Action? release = null)
    {
        (_tensor, _release) = (tensor, release);
        Shape = tensor.shape;
        Strides = tensor.stride();
        DataType = Torch.Tensors.ToDataType(tensor.dtype);
        OnCpu = tensor.device.type == TorchSharp.DeviceType.CPU;
        Address = OnCpu ? Torch.Tensors.Address(tensor) : 0;
        ByteSize = tensor.numel() * DataType.ByteSize();
        var facts = new long[2 * Shape.Length];
        Shape.CopyTo(facts, 0);
        Strides.CopyTo(facts, Shape.Length);
        _facts = new NativeBytes(MemoryMarshal.AsBytes(facts.AsSpan()));
    }

    public long[] Shape { get; }

    public long[] Strides { get; }

    public DataType DataType { get; }

    public bool OnCpu { get; }

    public nint Address { get; }

    public long ByteSize { get; }

    public long* ShapePointer => (long*)_facts.Pointer;

    public long* StridesPointer => (long*)_facts.Pointer + Shape.Length;

    public Tensor Tensor => _tensor;

    public Device Device => _tensor.device;

    /// <summary>One more reference; <see cref="ObjectDisposedException"/> where the last one is gone.</summary>
    public NativeTensor Retain()
    {
        for (var count = Volatile.Read(ref _references); count > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _references, count + 1, count);
            if (seen == count) return this;
            count = seen;
        }
        throw new ObjectDisposedException(nameof(NativeTensor));
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0) return;
        _tensor.Dispose();
        _facts.Dispose();
        _release?.Invoke();
    }

    /// <summary>The end of the handle.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _destroyed, 1) == 0) Release();
    }
}
