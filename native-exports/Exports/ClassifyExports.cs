using Bridge.Engine;

namespace Bridge.Native.Exports;

/// <summary>Classification of texts.</summary>
internal static unsafe class ClassifyExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_classify", CallConvs = [typeof(CallConvCdecl)])]
    public static int Classify(nint model, nint setup, byte** texts, byte** pairs, long count, int maxLength, nint cancel, nint* outClassification, nint* outError) => Guard.Give(outClassification, "out_classification", outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        var value = NativeSetup.Of(setup);
        var request = new ClassifyRequest { Model = owner.Id, Texts = ForwardExports.Rows(texts, pairs, count, maxLength), Setup = value.Composition, UseBase = value.Composition is null, Heads = value.Heads, Embedding = value.Embedding };
        var result = NativeEngine.Wait(owner.Engine.Engine.Classifier.ClassifyAsync(request, NativeEngine.Token(cancel)));
        return Table.Add(HandleKind.Classification, new NativeClassification(result));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_classification_count", CallConvs = [typeof(CallConvCdecl)])]
    public static long Count(nint classification) => Table.TryGet<NativeClassification>(classification, HandleKind.Classification, out var value) ? value.Result.Results.Count : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_classification_label_count", CallConvs = [typeof(CallConvCdecl)])]
    public static long LabelCount(nint classification) => Table.TryGet<NativeClassification>(classification, HandleKind.Classification, out var value) ? value.Labels.Count : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_classification_label", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Label(nint classification, long label) =>
        Table.TryGet<NativeClassification>(classification, HandleKind.Classification, out var value) && label >= 0 && label < value.Labels.Count ? value.Labels[(int)label].Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_classification_best", CallConvs = [typeof(CallConvCdecl)])]
    public static long Best(nint classification, long row) => Row(classification, row)?.LabelId ?? -1;

    [UnmanagedCallersOnly(EntryPoint = "bridge_classification_score", CallConvs = [typeof(CallConvCdecl)])]
    public static double Score(nint classification, long row, long label) =>
        Row(classification, row) is { } result && label >= 0 && label < result.Scores.Count ? result.Scores[(int)label] : double.NaN;

    [UnmanagedCallersOnly(EntryPoint = "bridge_classification_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint classification) => Table.Destroy(classification, HandleKind.Classification);

    private static Classification? Row(nint classification, long row) =>
        Table.TryGet<NativeClassification>(classification, HandleKind.Classification, out var value) && row >= 0 && row < value.Result.Results.Count ? value.Result.Results[(int)row] : null;
}
