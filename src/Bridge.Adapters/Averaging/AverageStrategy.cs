namespace Bridge.Adapters.Averaging;

/// <summary>How the tensors of adapters become those of one.</summary>
public enum AverageStrategy
{
    /// <summary>Each tensor is the weighted sum of the adapters' (<c>linear</c>).</summary>
    Linear,

    /// <summary>
    /// As linear, but a negative weight turns around B alone, or both signs would cancel in B A (<c>lora_linear_only_negate_b</c>; Zhang et al. 2023, arXiv:2306.14870).
    /// </summary>
    NegateB,

    /// <summary>The weighted sum of the changes B A, split again by singular values (<c>lora_delta_w_svd</c>).</summary>
    DeltaSvd,
}
