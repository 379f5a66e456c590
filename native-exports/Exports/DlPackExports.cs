using Bridge.Native.DlPack;

namespace Bridge.Native.Exports;

/// <summary>Tensors across DLPack, without a copy.</summary>
internal static unsafe class DlPackExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_to_dlpack", CallConvs = [typeof(CallConvCdecl)])]
    public static int To(nint tensor, DlManagedTensor** outManaged, nint* outError)
    {
        if (outManaged is not null) *outManaged = null;
        Arguments.Clear(outError);
        try
        {
            Arguments.Out(outManaged, "out_managed");
            *outManaged = DlExport.Unversioned(Table.Get<NativeTensor>(tensor, HandleKind.Tensor));
            return 0;
        }
        catch (Exception error)
        {
            return Errors.Fail(error, outError);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_to_dlpack_versioned", CallConvs = [typeof(CallConvCdecl)])]
    public static int ToVersioned(nint tensor, DlManagedTensorVersioned** outManaged, nint* outError)
    {
        if (outManaged is not null) *outManaged = null;
        Arguments.Clear(outError);
        try
        {
            Arguments.Out(outManaged, "out_managed");
            *outManaged = DlExport.Versioned(Table.Get<NativeTensor>(tensor, HandleKind.Tensor));
            return 0;
        }
        catch (Exception error)
        {
            return Errors.Fail(error, outError);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_from_dlpack", CallConvs = [typeof(CallConvCdecl)])]
    public static int From(DlManagedTensor* managed, nint* outTensor, nint* outError)
    {
        Arguments.Clear(outTensor);
        Arguments.Clear(outError);
        try
        {
            Arguments.Out(outTensor, "out_tensor");
            *outTensor = Table.Add(HandleKind.Tensor, DlImport.Unversioned(managed));
            return 0;
        }
        catch (Exception error)
        {
            return Errors.Fail(error, outError);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_tensor_from_dlpack_versioned", CallConvs = [typeof(CallConvCdecl)])]
    public static int FromVersioned(DlManagedTensorVersioned* managed, nint* outTensor, nint* outError)
    {
        Arguments.Clear(outTensor);
        Arguments.Clear(outError);
        try
        {
            Arguments.Out(outTensor, "out_tensor");
            *outTensor = Table.Add(HandleKind.Tensor, DlImport.Versioned(managed));
            return 0;
        }
        catch (Exception error)
        {
            return Errors.Fail(error, outError);
        }
    }
}
