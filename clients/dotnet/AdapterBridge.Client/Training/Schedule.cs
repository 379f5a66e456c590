namespace AdapterBridge.Client;

/// <summary>How the learning rate moves after the warm-up.</summary>
public enum Schedule
{
    /// <summary>The server's default, linear.</summary>
    Unspecified = 0,

    /// <summary>Down to 0 in a line.</summary>
    Linear = 1,

    /// <summary>Down to 0 as half a cosine.</summary>
    Cosine = 2,

    /// <summary>As it is, without warm-up.</summary>
    Constant = 3,

    /// <summary>As it is.</summary>
    ConstantWithWarmup = 4,

    /// <summary>Down to a small rest by a power.</summary>
    Polynomial = 5,
}
