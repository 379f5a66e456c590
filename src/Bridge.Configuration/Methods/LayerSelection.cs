namespace Bridge.Configuration;

/// <summary>All layers, or those listed.</summary>
/// <param name="Indices">The layers, counted from 0; null for all.</param>
public sealed record LayerSelection(ValueList<int>? Indices)
{
    /// <summary>Every layer.</summary>
    public static LayerSelection All { get; } = new((ValueList<int>?)null);

    /// <summary>Whether the layer is among them.</summary>
    public bool Contains(int layer) => Indices is null || Indices.Contains(layer);
}
