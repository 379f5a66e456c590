namespace AdapterBridge.Client;

/// <summary>How the tensors of adapters become those of one.</summary>
public enum AverageStrategy
{
    /// <summary>The server's default, linear.</summary>
    Unspecified = 0,

    /// <summary>Each tensor is the weighted sum.</summary>
    Linear = 1,

    /// <summary>As linear, and B of a negative weight is negated.</summary>
    NegateB = 2,

    /// <summary>The weighted sum of the changes, by singular values.</summary>
    DeltaSvd = 3,
}
