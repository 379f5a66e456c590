using Bridge.Api.V1;
using Bridge.Engine;

namespace Bridge.Native.Exports;

/// <summary>Base models.</summary>
internal static unsafe class ModelExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_model_load", CallConvs = [typeof(CallConvCdecl)])]
    public static int Load(nint engine, byte* path, byte* id, nint* outModel, nint* outError) => Guard.Give(outModel, "out_model", outError, () =>
    {
        var owner = Table.Get<NativeEngine>(engine, HandleKind.Engine);
        var request = new ModelLoadRequest { Path = Arguments.Text(path, "path"), Id = Arguments.OptionalText(id, "id") };
        return Table.Add(HandleKind.Model, new NativeModel(owner, NativeEngine.Wait(owner.Engine.Models.LoadAsync(request))));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(nint engine, byte* id, nint* outModel, nint* outError) => Guard.Give(outModel, "out_model", outError, () =>
    {
        var owner = Table.Get<NativeEngine>(engine, HandleKind.Engine);
        return Table.Add(HandleKind.Model, new NativeModel(owner, owner.Engine.Models.Get(Arguments.Text(id, "id"))));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_unload", CallConvs = [typeof(CallConvCdecl)])]
    public static int Unload(nint model, nint* outError) => Guard.Run(outError, () =>
    {
        var value = Table.Get<NativeModel>(model, HandleKind.Model);
        NativeEngine.Wait(value.Engine.Engine.Models.UnloadAsync(value.Id));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_reset_merged", CallConvs = [typeof(CallConvCdecl)])]
    public static int ResetMerged(nint model, nint* outError) => Guard.Run(outError, () =>
    {
        var value = Table.Get<NativeModel>(model, HandleKind.Model);
        NativeEngine.Wait(value.Engine.Api.Adapters.HandleAsync(new ResetMergedAdaptersRequest { Parent = value.Name }, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_id", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Id(nint model) => Table.TryGet<NativeModel>(model, HandleKind.Model, out var value) ? value.IdText.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_architecture", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Architecture(nint model) => Table.TryGet<NativeModel>(model, HandleKind.Model, out var value) ? value.Architecture.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_layer_count", CallConvs = [typeof(CallConvCdecl)])]
    public static long LayerCount(nint model) => Table.TryGet<NativeModel>(model, HandleKind.Model, out var value) ? value.Info.LayerCount : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_hidden_size", CallConvs = [typeof(CallConvCdecl)])]
    public static long HiddenSize(nint model) => Table.TryGet<NativeModel>(model, HandleKind.Model, out var value) ? value.Info.HiddenSize : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_vocabulary_size", CallConvs = [typeof(CallConvCdecl)])]
    public static long VocabularySize(nint model) => Table.TryGet<NativeModel>(model, HandleKind.Model, out var value) ? value.Info.VocabularySize : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_parameter_count", CallConvs = [typeof(CallConvCdecl)])]
    public static long ParameterCount(nint model) => Table.TryGet<NativeModel>(model, HandleKind.Model, out var value) ? value.Info.ParameterCount : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_model_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint model) => Table.Destroy(model, HandleKind.Model);
}
