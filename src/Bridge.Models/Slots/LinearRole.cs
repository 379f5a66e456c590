namespace Bridge.Models.Slots;

/// <summary>What a projection does.</summary>
public enum LinearRole
{
    /// <summary>Queries of attention.</summary>
    Query,

    /// <summary>Keys of attention.</summary>
    Key,

    /// <summary>Values of attention.</summary>
    Value,

    /// <summary>Output of attention.</summary>
    AttentionOutput,

    /// <summary>First projection of the feed-forward part.</summary>
    Up,

    /// <summary>Second projection of the feed-forward part.</summary>
    Down,
}
