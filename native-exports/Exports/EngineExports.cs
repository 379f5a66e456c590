namespace Bridge.Native.Exports;

/// <summary>The engine, and any method of the gRPC interface by name.</summary>
internal static unsafe class EngineExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_engine_options_init", CallConvs = [typeof(CallConvCdecl)])]
    public static void InitOptions([C99Type("struct bridge_engine_options*")] EngineOptionsStruct* options)
    {
        if (options is not null) *options = new EngineOptionsStruct { StructSize = (uint)sizeof(EngineOptionsStruct) };
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_engine_create", CallConvs = [typeof(CallConvCdecl)])]
    public static int Create([C99Type("struct bridge_engine_options*")] EngineOptionsStruct* options, nint* outEngine, nint* outError) =>
        Guard.Give(outEngine, "out_engine", outError, () => Table.Add(HandleKind.Engine, new NativeEngine(EngineOptionsStruct.Read(options))));

    [UnmanagedCallersOnly(EntryPoint = "bridge_engine_create_with_state", CallConvs = [typeof(CallConvCdecl)])]
    public static int CreateWithState(EngineOptionsStruct* options, byte* stateFolder, nint* outEngine, nint* outError) => Guard.Give(outEngine, "out_engine", outError, () =>
        Table.Add(HandleKind.Engine, new NativeEngine(EngineOptionsStruct.Read(options) with { StateFolder = Arguments.OptionalText(stateFolder, "state_folder") })));

    [UnmanagedCallersOnly(EntryPoint = "bridge_engine_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint engine)
    {
        try
        {
            Table.Destroy(engine, HandleKind.Engine);
        }
        catch (Exception)
        {
            // Nobody is there to be told, and the handle is gone.
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_invoke", CallConvs = [typeof(CallConvCdecl)])]
    public static int Invoke(nint engine, byte* method, byte* request, long requestSize, nint cancel, [C99Type("struct bridge_buffer*")] BridgeBuffer* outResponse, nint* outError) => Guard.Give(outResponse, "out_response", outError, () =>
    {
        var context = new Api.CallContext { Cancellation = NativeEngine.Token(cancel) };
        var router = Table.Get<NativeEngine>(engine, HandleKind.Engine).Api.Router;
        var (response, status) = NativeEngine.Wait(router.InvokeAsync(Arguments.Text(method, "method"), Arguments.Bytes(request, requestSize, "request"), context));
        return status is null ? BridgeBuffer.Of(response) : throw new StatusException(status);
    });
}
