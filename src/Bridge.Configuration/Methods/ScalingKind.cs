namespace Bridge.Configuration;

/// <summary>How an adapter's output is scaled.</summary>
public enum ScalingKind
{
    /// <summary>By a constant.</summary>
    Constant,

    /// <summary>By one learned number.</summary>
    Learned,

    /// <summary>By one learned number a channel.</summary>
    Channel,
}
