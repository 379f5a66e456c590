namespace Bridge.Models.Slots;

/// <summary>Which sublayer a slot belongs to.</summary>
public enum SlotLocation
{
    /// <summary>Self-attention.</summary>
    SelfAttention,

    /// <summary>Cross-attention.</summary>
    CrossAttention,

    /// <summary>Feed-forward.</summary>
    FeedForward,
}
