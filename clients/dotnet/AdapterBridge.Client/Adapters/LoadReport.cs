namespace AdapterBridge.Client;

/// <summary>What came of the tensors of files.</summary>
/// <param name="UsedCount">How many were used.</param>
/// <param name="Missing">Names of those that were looked for and not there.</param>
/// <param name="Unexpected">Names of those that nothing takes.</param>
public sealed record LoadReport(int UsedCount, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
