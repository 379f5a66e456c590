namespace Bridge.Models.Description;

/// <summary>One transformer block: its parts, where the norms stand, dropout of a branch before it joins the residual (null: none).</summary>
public sealed record BlockSpec(AttentionSpec Attention, FeedForwardSpec FeedForward, NormSpec Norm, NormPlacement Placement, double? HiddenDropout)
{
    /// <summary>
    /// Whether adapters of the attention branch see the block's input as the branch and the projection as the residual, as the reference's ALBERT calls them.
    /// </summary>
    public bool AttentionJoinTurned { get; init; }

    /// <summary>Whether the attention branch has that dropout.</summary>
    public bool AttentionDrops { get; init; } = true;

    /// <summary>Whether the feed-forward branch has that dropout.</summary>
    public bool FeedForwardDrops { get; init; } = true;
}
