namespace Bridge.Models.Description;

/// <summary>One transformer block: its parts, where the norms stand, dropout of a branch before it joins the residual.</summary>
public sealed record BlockSpec(AttentionSpec Attention, FeedForwardSpec FeedForward, NormSpec Norm, NormPlacement Placement, double HiddenDropout);
