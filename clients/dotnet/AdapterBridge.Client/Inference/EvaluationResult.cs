namespace AdapterBridge.Client;

/// <summary>Metrics over the rows of a dataset.</summary>
/// <param name="Metrics">Names and values.</param>
/// <param name="RowCount">How many rows were scored.</param>
/// <param name="Adapters">Which adapters acted, in which version.</param>
public sealed record EvaluationResult(IReadOnlyDictionary<string, double> Metrics, long RowCount, IReadOnlyList<AdapterUse> Adapters);
