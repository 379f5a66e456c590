namespace Bridge.Configuration;

/// <summary>Hidden size divided by bottleneck size: one number, or numbers by layer with a default for the layers not named.</summary>
public sealed record ReductionFactor
{
    private ReductionFactor(double? otherwise, IEnumerable<KeyValuePair<int, double>>? layers)
    {
        Default = otherwise;
        IsMap = layers is not null;
        PerLayer = layers is null ? [] : ValueList.From(layers.OrderBy(l => l.Key));
    }

    /// <summary>The one number, or that of layers not named; null where every layer must be.</summary>
    public double? Default { get; }

    /// <summary>The numbers of layers, in their order; none for one number.</summary>
    public ValueList<KeyValuePair<int, double>> PerLayer { get; }

    /// <summary>Whether it is a map, if only of a default.</summary>
    public bool IsMap { get; }

    /// <summary>One number for all layers.</summary>
    public static implicit operator ReductionFactor(double value) => new(value, null);

    /// <summary>Numbers by layer, counted from 0.</summary>
    public static ReductionFactor ByLayer(IEnumerable<KeyValuePair<int, double>> layers, double? otherwise = null) => new(otherwise, layers);

    /// <summary>The factor of a layer, or null where neither the layer nor a default is given.</summary>
    public double? For(int layer)
    {
        foreach (var (index, value) in PerLayer)
            if (index == layer) return value;
        return Default;
    }
}
