namespace Bridge.Torch;

/// <summary>Which form of a function runs. Both give the same values and gradients up to rounding.</summary>
public enum Execution
{
    /// <summary>The hand-written forward and backward where device and element type have one, else <see cref="Composite"/>.</summary>
    Fused,

    /// <summary>libtorch's own operators and their derivatives; twice differentiable, any device and type.</summary>
    Composite,
}
