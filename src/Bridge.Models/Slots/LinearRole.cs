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

    /// <summary>What configurations call "intermediate": the first projection of the feed-forward part (in Llama, as the reference library wraps it, the last).</summary>
    Up,

    /// <summary>What configurations call "output": the last projection of the feed-forward part (in Llama the first).</summary>
    Down,

    /// <summary>Gate of the feed-forward part.</summary>
    Gate,
}
