using Bridge.Api.V1;
using Google.Protobuf;

namespace Bridge.Native.Exports;

/// <summary>Adapters of a model.</summary>
internal static unsafe class AdapterExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_create", CallConvs = [typeof(CallConvCdecl)])]
    public static int Create(nint model, byte* name, byte* config, ulong seed, nint* outAdapter, nint* outError) => Guard.Give(outAdapter, "out_adapter", outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        var request = new CreateAdapterRequest { Parent = owner.Name, AdapterId = Arguments.Text(name, "name"), Seed = seed };
        var text = Arguments.Text(config, "config");
        if (text.TrimStart().StartsWith('{')) request.Config = JsonParser.Default.Parse<AdapterConfig>(text);
        else request.ConfigString = text;
        return Handle(owner, NativeEngine.Wait(owner.Engine.Api.Adapters.HandleAsync(request, NativeEngine.Context)));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_load", CallConvs = [typeof(CallConvCdecl)])]
    public static int Load(nint model, byte* folder, byte* name, nint* outAdapter, nint* outError) => Guard.Give(outAdapter, "out_adapter", outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        var request = new LoadAdapterRequest { Parent = owner.Name, Path = Arguments.Text(folder, "folder"), AdapterId = Arguments.OptionalText(name, "name") ?? "" };
        return Handle(owner, NativeEngine.Wait(owner.Engine.Api.Adapters.HandleAsync(request, NativeEngine.Context)).Adapter);
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(nint model, byte* name, nint* outAdapter, nint* outError) => Guard.Give(outAdapter, "out_adapter", outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        var request = new GetAdapterRequest { Name = $"{owner.Name}/adapters/{Arguments.Text(name, "name")}" };
        return Handle(owner, NativeEngine.Wait(owner.Engine.Api.Adapters.HandleAsync(request, NativeEngine.Context)));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_save", CallConvs = [typeof(CallConvCdecl)])]
    public static int Save(nint adapter, byte* folder, byte* head, nint* outError) => Guard.Run(outError, () =>
    {
        var value = Table.Get<NativeAdapter>(adapter, HandleKind.Adapter);
        var request = new SaveAdapterRequest { Name = value.Name, Path = Arguments.Text(folder, "folder") };
        if (Arguments.OptionalText(head, "head") is { } name) request.Head = $"{value.Model.Name}/heads/{name}";
        NativeEngine.Wait(value.Model.Engine.Api.Adapters.HandleAsync(request, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_merge", CallConvs = [typeof(CallConvCdecl)])]
    public static int Merge(nint adapter, nint* outError) => Guard.Run(outError, () =>
    {
        var value = Table.Get<NativeAdapter>(adapter, HandleKind.Adapter);
        NativeEngine.Wait(value.Model.Engine.Api.Adapters.HandleAsync(new MergeAdapterRequest { Name = value.Name }, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_delete", CallConvs = [typeof(CallConvCdecl)])]
    public static int Delete(nint adapter, nint* outError) => Guard.Run(outError, () =>
    {
        var value = Table.Get<NativeAdapter>(adapter, HandleKind.Adapter);
        NativeEngine.Wait(value.Model.Engine.Api.Adapters.HandleAsync(new DeleteAdapterRequest { Name = value.Name }, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_name", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Name(nint adapter) => Table.TryGet<NativeAdapter>(adapter, HandleKind.Adapter, out var value) ? value.Id.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_config", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Config(nint adapter) => Table.TryGet<NativeAdapter>(adapter, HandleKind.Adapter, out var value) ? value.Config.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_parameter_count", CallConvs = [typeof(CallConvCdecl)])]
    public static long ParameterCount(nint adapter) => Table.TryGet<NativeAdapter>(adapter, HandleKind.Adapter, out var value) ? value.ParameterCount : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_adapter_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint adapter) => Table.Destroy(adapter, HandleKind.Adapter);

    private static nint Handle(NativeModel model, Adapter adapter) => Table.Add(HandleKind.Adapter, new NativeAdapter(model, adapter));
}
