using Bridge.Torch;
using TorchSharp;

namespace Bridge.Native.Exports;

/// <summary>Tensors of the library's and of the caller's memory.</summary>
internal static unsafe class TensorExports
{
    private const int MaxRank = 64;

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_create", CallConvs = [typeof(CallConvCdecl)])]
    public static int Create(int dataType, long* shape, int rank, void* data, nint* outTensor, nint* outError) => Guard.Give(outTensor, "out_tensor", outError, () =>
    {
        var (type, sizes, bytes) = Checked(dataType, shape, rank);
        TorchRuntime.Load();
        using var local = torch.zeros(sizes, Tensors.ToScalarType(type), torch.CPU);
        if (data is not null) Buffer.MemoryCopy(data, (void*)Tensors.Address(local), bytes, bytes);
        return Table.Add(HandleKind.Tensor, new NativeTensor(local.alias()));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_from_memory", CallConvs = [typeof(CallConvCdecl)])]
    public static int FromMemory(int dataType, long* shape, int rank, void* data, delegate* unmanaged[Cdecl]<void*, void> release, void* context, nint* outTensor, nint* outError) => Guard.Give(outTensor, "out_tensor", outError, () =>
    {
        var (type, sizes, bytes) = Checked(dataType, shape, rank);
        if (data is null && bytes > 0) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "data is NULL; the elements are needed", ("argument", "data"));
        var (callback, argument) = ((nint)release, (nint)context);
        var tensor = Tensors.OverMemory((nint)data, type, sizes, RowMajor(sizes));
        return Table.Add(HandleKind.Tensor, new NativeTensor(tensor, callback == 0 ? null : () => ((delegate* unmanaged[Cdecl]<void*, void>)callback)((void*)argument)));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_data_type", CallConvs = [typeof(CallConvCdecl)])]
    public static int DataTypeOf(nint tensor) => Table.TryGet<NativeTensor>(tensor, HandleKind.Tensor, out var value) ? (int)value.DataType : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_rank", CallConvs = [typeof(CallConvCdecl)])]
    public static int Rank(nint tensor) => Table.TryGet<NativeTensor>(tensor, HandleKind.Tensor, out var value) ? value.Shape.Length : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_shape", CallConvs = [typeof(CallConvCdecl)])]
    public static long* ShapeOf(nint tensor) => Table.TryGet<NativeTensor>(tensor, HandleKind.Tensor, out var value) ? value.ShapePointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_strides", CallConvs = [typeof(CallConvCdecl)])]
    public static long* StridesOf(nint tensor) => Table.TryGet<NativeTensor>(tensor, HandleKind.Tensor, out var value) ? value.StridesPointer : null;

    // Written out in place of Guard: it is hot, and a guarded call allocates.
    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_size", CallConvs = [typeof(CallConvCdecl)])]
    public static int Size(nint tensor, int dimension, long* outSize, nint* outError)
    {
        if (outSize is not null) *outSize = 0;
        Arguments.Clear(outError);
        try
        {
            Arguments.Out(outSize, "out_size");
            var value = Table.Get<NativeTensor>(tensor, HandleKind.Tensor);
            if (dimension < 0 || dimension >= value.Shape.Length)
                throw BridgeException.Of(ErrorCode.OutOfRange, ErrorReason.TensorShape, $"dimension {dimension} is outside [0, {value.Shape.Length})", ("dimension", dimension), ("rank", value.Shape.Length));
            *outSize = value.Shape[dimension];
            return 0;
        }
        catch (Exception error)
        {
            return Errors.Fail(error, outError);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_byte_size", CallConvs = [typeof(CallConvCdecl)])]
    public static long ByteSize(nint tensor) => Table.TryGet<NativeTensor>(tensor, HandleKind.Tensor, out var value) ? value.ByteSize : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_data", CallConvs = [typeof(CallConvCdecl)])]
    public static void* Data(nint tensor) => Table.TryGet<NativeTensor>(tensor, HandleKind.Tensor, out var value) ? (void*)value.Address : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint tensor) => Table.Destroy(tensor, HandleKind.Tensor);

    internal static long[] RowMajor(long[] sizes)
    {
        var strides = new long[sizes.Length];
        var stride = 1L;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(sizes[i], 1);
        }
        return strides;
    }

    internal static void CheckRank(long rank)
    {
        if (rank is < 0 or > MaxRank) throw BridgeException.Invalid(ErrorReason.TensorShape, $"rank {rank} is outside [0, {MaxRank}]", ("rank", rank), ("allowed", $"0 to {MaxRank}"));
    }

    private static (DataType Type, long[] Sizes, long Bytes) Checked(int dataType, long* shape, int rank)
    {
        if (dataType is <= (int)DataType.Unspecified or > (int)DataType.Float64)
            throw BridgeException.Invalid(ErrorReason.TensorDtype, $"data type {dataType} is outside [1, 10]", ("data_type", dataType), ("allowed", "1 to 10"));
        CheckRank(rank);
        Arguments.Count(shape, rank, "shape");
        var sizes = new ReadOnlySpan<long>(shape, rank).ToArray();
        Int128 bytes = ((DataType)dataType).ByteSize();
        foreach (var size in sizes)
        {
            if (size < 0) throw BridgeException.Invalid(ErrorReason.TensorShape, $"shape {new Shape(sizes)} has a negative size", ("shape", new Shape(sizes)));
            bytes *= size;
            if (bytes > long.MaxValue) throw BridgeException.Invalid(ErrorReason.TensorShape, $"shape {new Shape(sizes)} has more bytes than can be", ("shape", new Shape(sizes)));
        }
        return ((DataType)dataType, sizes, (long)bytes);
    }
}
