using System.Globalization;

namespace Bridge.Configuration;

/// <summary>Hidden size divided by bottleneck size: one number, or numbers by layer with a default for the layers not named.</summary>
/// <param name="Default">For layers not named; null where every layer must be.</param>
/// <param name="PerLayer">By layer index, or other keys that a file holds; empty for one number.</param>
/// <param name="IsMap">Whether it was written as a map.</param>
public sealed record ReductionFactor(double? Default, ValueList<KeyValuePair<string, double>> PerLayer, bool IsMap)
{
    /// <summary>One number for all layers.</summary>
    public static implicit operator ReductionFactor(double value) => new(value, [], false);

    /// <summary>Numbers by layer.</summary>
    public static ReductionFactor ByLayer(IEnumerable<KeyValuePair<int, double>> layers, double? otherwise = null) =>
        new(otherwise, ValueList.From(layers.Select(l => KeyValuePair.Create(l.Key.ToString(CultureInfo.InvariantCulture), l.Value))), true);

    /// <summary>The factor of a layer, or null where neither the layer nor a default is given.</summary>
    public double? For(int layer)
    {
        var name = layer.ToString(CultureInfo.InvariantCulture);
        foreach (var (key, value) in PerLayer)
            if (key == name) return value;
        return Default;
    }
}
