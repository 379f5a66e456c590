using Bridge.Api.V1;
using Google.Protobuf;
using Composition = Bridge.Configuration.Composition;

namespace Bridge.Native.Exports;

/// <summary>Heads, and setups: which adapters and token embeddings act, and which heads run.</summary>
internal static unsafe class HeadExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_head_create", CallConvs = [typeof(CallConvCdecl)])]
    public static int Create(nint model, byte* name, byte* config, ulong seed, nint* outError) => Guard.Run(outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        var request = new CreateHeadRequest { Parent = owner.Name, HeadId = Arguments.Text(name, "name"), Config = JsonParser.Default.Parse<HeadConfig>(Arguments.Text(config, "config")), Seed = seed };
        NativeEngine.Wait(owner.Engine.Api.Heads.HandleAsync(request, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_head_delete", CallConvs = [typeof(CallConvCdecl)])]
    public static int Delete(nint model, byte* name, nint* outError) => Guard.Run(outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        NativeEngine.Wait(owner.Engine.Api.Heads.HandleAsync(new DeleteHeadRequest { Name = $"{owner.Name}/heads/{Arguments.Text(name, "name")}" }, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_setup_create", CallConvs = [typeof(CallConvCdecl)])]
    public static int CreateSetup(byte* composition, byte** heads, long headCount, nint* outSetup, nint* outError) => Guard.Give(outSetup, "out_setup", outError, () =>
    {
        var tree = Arguments.OptionalText(composition, "composition") is { } text ? Composition.Parse(text) : null;
        return Table.Add(HandleKind.Setup, new NativeSetup(tree, Arguments.Texts(heads, headCount, "heads")));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_setup_with_embedding", CallConvs = [typeof(CallConvCdecl)])]
    public static int SetupWithEmbedding(nint setup, byte* embedding, nint* outSetup, nint* outError) => Guard.Give(outSetup, "out_setup", outError, () =>
        Table.Add(HandleKind.Setup, NativeSetup.Of(setup).With(Arguments.OptionalText(embedding, "embedding"))));

    [UnmanagedCallersOnly(EntryPoint = "bridge_setup_text", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Text(nint setup) => Table.TryGet<NativeSetup>(setup, HandleKind.Setup, out var value) ? value.Text.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_setup_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void DestroySetup(nint setup) => Table.Destroy(setup, HandleKind.Setup);
}
