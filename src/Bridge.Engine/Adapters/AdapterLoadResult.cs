namespace Bridge.Engine;

/// <summary>What loading a folder gave.</summary>
/// <param name="Adapter">The adapter.</param>
/// <param name="Head">The head, or null.</param>
/// <param name="UsedCount">Tensors that were used.</param>
/// <param name="Missing">Tensors that were needed and not there.</param>
/// <param name="Unexpected">Tensors that were there and not needed.</param>
public sealed record AdapterLoadResult(AdapterInfo Adapter, HeadInfo? Head, int UsedCount, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
