namespace Bridge.Engine;

/// <summary>A scored dataset.</summary>
/// <param name="Metrics">Names and values.</param>
/// <param name="RowCount">How many rows.</param>
/// <param name="Adapters">The adapters that acted.</param>
public sealed record EvaluateResult(IReadOnlyDictionary<string, double> Metrics, int RowCount, IReadOnlyList<AdapterUse> Adapters);
