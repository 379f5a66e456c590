namespace Bridge.Models.Description;

/// <summary>Where a block's norms stand.</summary>
public enum NormPlacement
{
    /// <summary>After each residual sum (the original transformer).</summary>
    Post,

    /// <summary>Before each sublayer.</summary>
    Pre,
}
