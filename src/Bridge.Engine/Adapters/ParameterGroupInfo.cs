namespace Bridge.Engine;

/// <summary>Adapters of a model that share tensors.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Name">The group's name.</param>
/// <param name="Adapters">The adapters.</param>
/// <param name="ParameterCount">Numbers in the shared tensors.</param>
public sealed record ParameterGroupInfo(string Model, string Name, IReadOnlyList<string> Adapters, long ParameterCount);
