namespace Bridge.Adapters;

/// <summary>What adding an adapter would create.</summary>
/// <param name="Name">The adapter's name.</param>
/// <param name="Parameters">Every tensor with its shape, by the reference library's names.</param>
/// <param name="Slots">Names of the slots it would act in.</param>
public sealed record AdapterPlan(string Name, IReadOnlyList<(string Name, Shape Shape)> Parameters, IReadOnlyList<string> Slots)
{
    /// <summary>How many numbers the tensors hold.</summary>
    public long ParameterCount => Parameters.Sum(p => p.Shape.ElementCount);

    /// <summary>How many of them training may change.</summary>
    public long TrainedCount { get; init; }
}
