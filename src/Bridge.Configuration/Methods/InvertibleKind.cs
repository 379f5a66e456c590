namespace Bridge.Configuration;

/// <summary>An invertible adapter (<c>inv_adapter</c>).</summary>
public enum InvertibleKind
{
    /// <summary>Additive coupling (Dinh et al. 2015): "nice".</summary>
    Nice,

    /// <summary>Affine coupling (Kingma and Dhariwal 2018): "glow".</summary>
    Glow,
}
