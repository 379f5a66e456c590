namespace Bridge.Models.Description;

/// <summary>One transformer block: its parts, where the norms stand, dropout of a branch before it joins the residual.</summary>
public sealed record BlockSpec(AttentionSpec Attention, FeedForwardSpec FeedForward, NormSpec Norm, NormPlacement Placement, double HiddenDropout)
{
    /// <summary>
    /// Whether adapters of the attention branch see the block's input as the branch and the projection as the residual, as the reference's ALBERT calls them.
    /// </summary>
    public bool AttentionJoinTurned { get; init; }

    /// <summary>Dropout of the attention branch, where it differs.</summary>
    public double? AttentionDropout { get; init; }

    /// <summary>Dropout of the feed-forward branch, where it differs.</summary>
    public double? FeedForwardDropout { get; init; }
}
