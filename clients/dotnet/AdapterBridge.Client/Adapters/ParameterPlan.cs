namespace AdapterBridge.Client;

/// <summary>A tensor that would be created.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="DataType">Its element type.</param>
public sealed record ParameterPlan(string Name, IReadOnlyList<long> Shape, DataType DataType);
