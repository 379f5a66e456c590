using System.Runtime.CompilerServices;
using Bridge.Core;
using Bridge.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>Between the engine's views of memory and libtorch's tensors.</summary>
public static class Tensors
{
    // A tensor over mapped memory keeps the mapping alive as long as the tensor object itself is reachable.
    private static readonly ConditionalWeakTable<Tensor, object> Owners = [];

    /// <summary>
    /// The tensor of a view. On the CPU and without conversion it lies over the view's memory: nothing is copied, the pages are read when they are
    /// used, and it must not be written to (the mapping is read-only). Otherwise it is a copy. The caller disposes it.
    /// </summary>
    /// <remarks>
    /// The mapping stays alive while the returned object is reachable. Whoever keeps only a native reference (a view taken of the tensor) must
    /// keep the view's owner too.
    /// </remarks>
    /// <param name="view">Where the elements lie.</param>
    /// <param name="device">Where they are wanted.</param>
    /// <param name="convertTo">Element type wanted, or null for the view's own.</param>
    /// <param name="slab">Where a converted one on the CPU is put; null: in memory of its own.</param>
    public static Tensor FromView(TensorView view, Device device, ScalarType? convertTo = null, TensorSlab? slab = null)
    {
        TorchRuntime.Load();
        var type = ToScalarType(view.DataType);
        var mapped = Over(view);
        var wanted = convertTo ?? type;
        if (device.type == DeviceType.CPU && wanted == type)
        {
            KeepOwner(mapped, view.Owner);
            return mapped;
        }
        using (mapped)
        {
            var copy = slab is not null && device.type == DeviceType.CPU ? slab.Take(view.Shape).copy_(mapped) : mapped.to(wanted, device, copy: true);
            GC.KeepAlive(view.Owner);
            return copy;
        }
    }

    /// <summary>
    /// A view of a tensor's elements as they go to a file. A tensor that is not on the CPU or not contiguous is copied; the view owns the copy.
    /// </summary>
    public static unsafe TensorView ToView(string name, Tensor tensor)
    {
        using var detached = tensor.detach();
        using var local = detached.cpu();
        var contiguous = local.contiguous().DetachFromDisposeScope();
        void* data;
        if (Aoti.DataPointer(contiguous.Handle, &data) != 0) throw Aoti.Failed($"data of \"{name}\"", contiguous);
        var type = ToDataType(contiguous.dtype);
        return new TensorView(name, type, new Shape(contiguous.shape), (nint)data, contiguous.NumberOfElements * type.ByteSize(), contiguous);
    }

    /// <summary>libtorch's name of an element type.</summary>
    public static ScalarType ToScalarType(DataType type) => type switch
    {
        DataType.Bool => ScalarType.Bool,
        DataType.UInt8 => ScalarType.Byte,
        DataType.Int8 => ScalarType.Int8,
        DataType.Int16 => ScalarType.Int16,
        DataType.Int32 => ScalarType.Int32,
        DataType.Int64 => ScalarType.Int64,
        DataType.Float16 => ScalarType.Float16,
        DataType.BFloat16 => ScalarType.BFloat16,
        DataType.Float32 => ScalarType.Float32,
        DataType.Float64 => ScalarType.Float64,
        _ => throw BridgeException.Invalid(ErrorReason.TensorDtype, $"data type {type} has no tensor type", ("data_type", type)),
    };

    /// <summary>The engine's name of an element type; complex and quantized types are TENSOR_DTYPE.</summary>
    public static DataType ToDataType(ScalarType type) => type switch
    {
        ScalarType.Bool => DataType.Bool,
        ScalarType.Byte => DataType.UInt8,
        ScalarType.Int8 => DataType.Int8,
        ScalarType.Int16 => DataType.Int16,
        ScalarType.Int32 => DataType.Int32,
        ScalarType.Int64 => DataType.Int64,
        ScalarType.Float16 => DataType.Float16,
        ScalarType.BFloat16 => DataType.BFloat16,
        ScalarType.Float32 => DataType.Float32,
        ScalarType.Float64 => DataType.Float64,
        _ => throw BridgeException.Invalid(ErrorReason.TensorDtype, $"tensor type {type} has no data type", ("data_type", type)),
    };

    /// <summary>
    /// A tensor over memory that stays the owner's: nothing is copied. Whoever gives it out sees to it that the memory outlives the tensor and its views.
    /// </summary>
    /// <param name="address">The first element, on the CPU.</param>
    /// <param name="type">Element type.</param>
    /// <param name="sizes">Sizes, outermost first.</param>
    /// <param name="strides">Strides in elements.</param>
    public static unsafe Tensor OverMemory(nint address, DataType type, ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides)
    {
        TorchRuntime.Load();
        nint handle;
        fixed (long* size = sizes)
        fixed (long* step = strides)
        {
            if (Aoti.TensorFromBlob((void*)address, sizes.Length, size, step, 0, (int)ToScalarType(type), (int)DeviceType.CPU, 0, &handle, 0, null, 0) != 0)
                throw Aoti.Failed($"a tensor over memory {new Shape(sizes.ToArray())}");
        }
        return Tensor.UnsafeCreateTensor(handle);
    }

    /// <summary>The first element of a tensor on the CPU.</summary>
    public static unsafe nint Address(Tensor tensor)
    {
        void* data;
        return Aoti.DataPointer(tensor.Handle, &data) == 0 ? (nint)data : throw Aoti.Failed("data of a tensor", tensor);
    }

    /// <summary>Keeps the owner of a tensor's memory as long as the tensor object is reachable.</summary>
    internal static void KeepOwner(Tensor tensor, object owner) => Owners.Add(tensor, owner);

    /// <summary>Strides of rows that lie one after another.</summary>
    internal static long[] Contiguous(ReadOnlySpan<long> sizes)
    {
        var strides = new long[sizes.Length];
        long stride = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(sizes[i], 1);
        }
        return strides;
    }

    private static Tensor Over(TensorView view) => OverMemory(view.Address, view.DataType, view.Shape.Dimensions, Contiguous(view.Shape.Dimensions));
}
