namespace AdapterBridge.Client;

/// <summary>How much narrower a bottleneck is than the hidden states: one number, or one a layer.</summary>
public sealed record ReductionFactor
{
    /// <summary>The number for all layers that have none of their own.</summary>
    public double? Factor { get; init; }

    /// <summary>Numbers by layer, as the file has them: <c>"0"</c>, <c>"11"</c>.</summary>
    public IReadOnlyDictionary<string, double> PerLayer { get; init; } = new Dictionary<string, double>();

    /// <summary>One number for all layers.</summary>
    public static implicit operator ReductionFactor(double factor) => new() { Factor = factor };

    internal static ReductionFactor? From(Wire.ReductionFactor? m) => m is null ? null : new() { Factor = m.HasFactor ? m.Factor : null, PerLayer = m.PerLayer.ToDictionary() };

    internal Wire.ReductionFactor ToMessage()
    {
        var m = new Wire.ReductionFactor();
        if (Factor is { } factor) m.Factor = factor;
        foreach (var (layer, value) in PerLayer) m.PerLayer[layer] = value;
        return m;
    }
}
