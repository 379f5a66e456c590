namespace Bridge.Adapters.Averaging;

/// <summary>How adapters are averaged.</summary>
public sealed record AverageOptions
{
    /// <summary>How tensors are combined.</summary>
    public AverageStrategy Strategy { get; init; }

    /// <summary>Whether weights are divided by their sum.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>The rank of the result, for <see cref="AverageStrategy.DeltaSvd"/> alone.</summary>
    public int? Rank { get; init; }
}
