namespace AdapterBridge.Client;

/// <summary>An adapter that came from files.</summary>
/// <param name="Adapter">The adapter.</param>
/// <param name="Head">The head beside it; null where none was loaded.</param>
/// <param name="Report">What the files gave.</param>
public sealed record LoadedAdapter(Adapter Adapter, Head? Head, LoadReport Report)
{
    internal static LoadedAdapter From(Wire.Adapter adapter, Wire.Head? head, Wire.LoadReport? report) =>
        new(Adapter.From(adapter), head is null ? null : Head.From(head), new LoadReport(report?.UsedCount ?? 0, [.. report?.Missing ?? []], [.. report?.Unexpected ?? []]));
}
