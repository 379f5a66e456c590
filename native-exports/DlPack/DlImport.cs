using Bridge.Native.Exports;
using Bridge.Torch;

namespace Bridge.Native.DlPack;

/// <summary>Tensors in: a tensor over the struct's memory, whose deleter is called when nothing uses it any more.</summary>
internal static unsafe class DlImport
{
    public static NativeTensor Unversioned(DlManagedTensor* managed)
    {
        if (managed is null) throw Missing();
        var address = (nint)managed;
        return Over(&managed->Tensor, () => Delete((DlManagedTensor*)address));
    }

    public static NativeTensor Versioned(DlManagedTensorVersioned* managed)
    {
        if (managed is null) throw Missing();
        if (managed->Major != DlManagedTensorVersioned.OwnMajor)
        {
            var found = $"{managed->Major}.{managed->Minor}";
            Delete(managed);
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"DLPack version {found} is not 1.x; the tensor was deleted", ("version", found), ("allowed", "1.x"));
        }
        var address = (nint)managed;
        return Over(&managed->Tensor, () => Delete((DlManagedTensorVersioned*)address));
    }

    private static NativeTensor Over(DlTensor* tensor, Action release)
    {
        TensorExports.CheckRank(tensor->Rank);
        var type = DlTypes.Of(tensor->DataType);
        if (tensor->Device.Type != DlTypes.Cpu)
            throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.DeviceNotAvailable, $"DLPack device type {tensor->Device.Type} cannot be taken; 1 (CPU) can", ("device_type", tensor->Device.Type), ("allowed", 1));
        if (tensor->Rank > 0 && tensor->Shape is null) throw BridgeException.Invalid(ErrorReason.TensorShape, "the DLPack tensor has no shape");
        var sizes = new ReadOnlySpan<long>(tensor->Shape, tensor->Rank).ToArray();
        var strides = tensor->Strides is null ? TensorExports.RowMajor(sizes) : new ReadOnlySpan<long>(tensor->Strides, tensor->Rank).ToArray();
        if (sizes.Any(s => s < 0) || strides.Any(s => s < 0))
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"shape {new Shape(sizes)} with strides {new Shape(strides)} has negative numbers, which tensors cannot have", ("shape", new Shape(sizes)), ("strides", new Shape(strides)));
        var data = (nint)tensor->Data + (nint)tensor->ByteOffset;
        if (data % type.ByteSize() != 0) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"the data is not aligned to {type.ByteSize()} bytes", ("data_type", type));
        return new NativeTensor(Tensors.OverMemory(data, type, sizes, strides), release);
    }

    private static void Delete(DlManagedTensor* managed)
    {
        if (managed->Deleter is not null) managed->Deleter(managed);
    }

    private static void Delete(DlManagedTensorVersioned* managed)
    {
        if (managed->Deleter is not null) managed->Deleter(managed);
    }

    private static BridgeException Missing() => BridgeException.Invalid(ErrorReason.ArgumentInvalid, "managed is NULL; a DLPack tensor is needed", ("argument", "managed"));
}
