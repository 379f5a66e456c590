namespace Bridge.Native.DlPack;

/// <summary>Tensors out: a struct over the same memory, which holds a reference until its deleter is called.</summary>
internal static unsafe class DlExport
{
    public static DlManagedTensor* Unversioned(NativeTensor tensor)
    {
        var managed = (DlManagedTensor*)NativeMemory.AllocZeroed((nuint)(sizeof(DlManagedTensor) + (2 * sizeof(long) * tensor.Shape.Length)));
        managed->Tensor = Describe(tensor, (long*)(managed + 1));
        managed->Context = Reference(tensor);
        managed->Deleter = &Delete;
        return managed;
    }

    public static DlManagedTensorVersioned* Versioned(NativeTensor tensor)
    {
        var managed = (DlManagedTensorVersioned*)NativeMemory.AllocZeroed((nuint)(sizeof(DlManagedTensorVersioned) + (2 * sizeof(long) * tensor.Shape.Length)));
        managed->Major = DlManagedTensorVersioned.OwnMajor;
        managed->Tensor = Describe(tensor, (long*)(managed + 1));
        managed->Context = Reference(tensor);
        managed->Deleter = &DeleteVersioned;
        return managed;
    }

    private static DlTensor Describe(NativeTensor tensor, long* numbers)
    {
        var rank = tensor.Shape.Length;
        tensor.Shape.CopyTo(new Span<long>(numbers, rank));
        tensor.Strides.CopyTo(new Span<long>(numbers + rank, rank));
        return new DlTensor
        {
            Data = (void*)(tensor.OnCpu ? tensor.Address : Torch.Tensors.Address(tensor.Tensor)),
            Device = DlTypes.Of(tensor.Device),
            Rank = rank,
            DataType = DlTypes.Of(tensor.DataType),
            Shape = numbers,
            Strides = numbers + rank,
        };
    }

    private static void* Reference(NativeTensor tensor) => (void*)GCHandle.ToIntPtr(GCHandle.Alloc(tensor.Retain()));

    private static void Release(void* context)
    {
        var handle = GCHandle.FromIntPtr((nint)context);
        var tensor = (NativeTensor)handle.Target!;
        handle.Free();
        tensor.Release();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Delete(DlManagedTensor* managed)
    {
        if (managed is null) return;
        Release(managed->Context);
        NativeMemory.Free(managed);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void DeleteVersioned(DlManagedTensorVersioned* managed)
    {
        if (managed is null) return;
        Release(managed->Context);
        NativeMemory.Free(managed);
    }
}
