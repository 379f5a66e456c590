namespace Bridge.Configuration;

/// <summary>Where the residual connection around a bottleneck adapter starts (<c>residual_before_ln</c>).</summary>
public enum ResidualPlacement
{
    /// <summary>After the layer's norm: False.</summary>
    AfterNorm,

    /// <summary>Before the layer's norm: True.</summary>
    BeforeNorm,

    /// <summary>After the layer's sum: "post_add".</summary>
    PostAdd,
}
