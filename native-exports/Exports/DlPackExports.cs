using Bridge.Native.DlPack;

namespace Bridge.Native.Exports;

/// <summary>Tensors across DLPack, without a copy.</summary>
internal static unsafe class DlPackExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_to_dlpack", CallConvs = [typeof(CallConvCdecl)])]
    public static int To(nint tensor, [C99Type("struct DLManagedTensor**")] DlManagedTensor** outManaged, nint* outError) =>
        Guard.Give((nint*)outManaged, "out_managed", outError, () => (nint)DlExport.Unversioned(Table.Get<NativeTensor>(tensor, HandleKind.Tensor)));

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_to_dlpack_versioned", CallConvs = [typeof(CallConvCdecl)])]
    public static int ToVersioned(nint tensor, [C99Type("struct DLManagedTensorVersioned**")] DlManagedTensorVersioned** outManaged, nint* outError) =>
        Guard.Give((nint*)outManaged, "out_managed", outError, () => (nint)DlExport.Versioned(Table.Get<NativeTensor>(tensor, HandleKind.Tensor)));

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_from_dlpack", CallConvs = [typeof(CallConvCdecl)])]
    public static int From([C99Type("struct DLManagedTensor*")] DlManagedTensor* managed, nint* outTensor, nint* outError) =>
        Guard.Give(outTensor, "out_tensor", outError, () => Table.Add(HandleKind.Tensor, DlImport.Unversioned(managed)));

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_from_dlpack_versioned", CallConvs = [typeof(CallConvCdecl)])]
    public static int FromVersioned([C99Type("struct DLManagedTensorVersioned*")] DlManagedTensorVersioned* managed, nint* outTensor, nint* outError) =>
        Guard.Give(outTensor, "out_tensor", outError, () => Table.Add(HandleKind.Tensor, DlImport.Versioned(managed)));
}
