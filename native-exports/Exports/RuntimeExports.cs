using Bridge.Engine;

namespace Bridge.Native.Exports;

/// <summary>Versions, loading, errors, bytes and cancellation.</summary>
internal static unsafe class RuntimeExports
{
    private static readonly NativeText Version = new(typeof(BridgeEngine).Assembly.GetName().Version?.ToString(3) ?? "0");
    private static readonly NativeText UnknownStatus = new("UNKNOWN");
    private static readonly NativeText?[] StatusNames = [.. Enumerable.Range(0, 17).Select(code => Enum.IsDefined((ErrorCode)code) ? new NativeText(SnakeCase.Upper(((ErrorCode)code).ToString())) : null)];

    [C99DeclCode("struct bridge_buffer; struct bridge_engine_options; struct bridge_forward_options; struct bridge_step; struct DLManagedTensor; struct DLManagedTensorVersioned;")]
    [UnmanagedCallersOnly(EntryPoint = "bridge_api_version", CallConvs = [typeof(CallConvCdecl)])]
    public static void ApiVersion(uint* outMajor, uint* outMinor)
    {
        if (outMajor is not null) *outMajor = 1;
        if (outMinor is not null) *outMinor = 1;
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_version", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* LibraryVersion() => Version.Pointer;

    [UnmanagedCallersOnly(EntryPoint = "bridge_status_name", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* StatusName(int status) => status < 0 || status >= StatusNames.Length ? UnknownStatus.Pointer : (StatusNames[status] ?? UnknownStatus).Pointer;

    [UnmanagedCallersOnly(EntryPoint = "bridge_runtime_load", CallConvs = [typeof(CallConvCdecl)])]
    public static int Load(nint* outError) => Guard.Run(outError, () => Torch.TorchRuntime.Load());

    [UnmanagedCallersOnly(EntryPoint = "bridge_error_code", CallConvs = [typeof(CallConvCdecl)])]
    public static int ErrorCodeOf(nint error) => Table.TryGet<NativeError>(error, HandleKind.Error, out var value) ? value.Code : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_error_reason", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* ErrorReasonOf(nint error) => Table.TryGet<NativeError>(error, HandleKind.Error, out var value) ? value.Reason.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_error_message", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* ErrorMessage(nint error) => Table.TryGet<NativeError>(error, HandleKind.Error, out var value) ? value.Message.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_error_detail_count", CallConvs = [typeof(CallConvCdecl)])]
    public static long DetailCount(nint error) => Table.TryGet<NativeError>(error, HandleKind.Error, out var value) ? value.Details.Count : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_error_detail", CallConvs = [typeof(CallConvCdecl)])]
    public static int Detail(nint error, long index, byte** outKey, byte** outValue)
    {
        if (outKey is not null) *outKey = null;
        if (outValue is not null) *outValue = null;
        if (!Table.TryGet<NativeError>(error, HandleKind.Error, out var value)) return (int)ErrorCode.InvalidArgument;
        if (index < 0 || index >= value.Details.Count) return (int)ErrorCode.OutOfRange;
        if (outKey is not null) *outKey = value.Details[(int)index].Key.Pointer;
        if (outValue is not null) *outValue = value.Details[(int)index].Value.Pointer;
        return 0;
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_error_status_proto", CallConvs = [typeof(CallConvCdecl)])]
    public static int StatusProto(nint error, [C99Type("struct bridge_buffer*")] BridgeBuffer* outStatus)
    {
        if (outStatus is null) return (int)ErrorCode.InvalidArgument;
        *outStatus = default;
        if (!Table.TryGet<NativeError>(error, HandleKind.Error, out var value)) return (int)ErrorCode.InvalidArgument;
        try
        {
            *outStatus = BridgeBuffer.Of(value.Proto);
            return 0;
        }
        catch (Exception failure)
        {
            return Errors.Fail(failure, null);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_error_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void DestroyError(nint error) => Errors.Destroy(error);

    [UnmanagedCallersOnly(EntryPoint = "bridge_buffer_release", CallConvs = [typeof(CallConvCdecl)])]
    public static void ReleaseBuffer([C99Type("struct bridge_buffer*")] BridgeBuffer* buffer)
    {
        if (buffer is null) return;
        Table.Destroy(buffer->Owner, HandleKind.Buffer);
        *buffer = default;
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_cancel_token_create", CallConvs = [typeof(CallConvCdecl)])]
    public static int CreateToken(nint* outToken, nint* outError) =>
        Guard.Give(outToken, "out_token", outError, () => Table.Add(HandleKind.CancelToken, new CancellationTokenSource()));

    [UnmanagedCallersOnly(EntryPoint = "bridge_cancel_token_cancel", CallConvs = [typeof(CallConvCdecl)])]
    public static int CancelToken(nint token, nint* outError) => Guard.Run(outError, () => Table.Get<CancellationTokenSource>(token, HandleKind.CancelToken).Cancel());

    // Not disposed: a call may still hold its token, and a source without a timer owns nothing native.
    [UnmanagedCallersOnly(EntryPoint = "bridge_cancel_token_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void DestroyToken(nint token) => Table.Remove<CancellationTokenSource>(token, HandleKind.CancelToken);

    [UnmanagedCallersOnly(EntryPoint = "bridge_live_handles", CallConvs = [typeof(CallConvCdecl)])]
    public static long LiveHandles() => -Errors.Permanent + Table.Live;
}
