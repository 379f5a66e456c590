namespace Bridge.Configuration;

/// <summary>Factor on an adapter's output: a constant, one learned number, or one learned number a channel.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Value">The constant; 1 for learned ones, which is where they start.</param>
public readonly record struct Scaling(ScalingKind Kind, double Value)
{
    /// <summary>One learned number.</summary>
    public static Scaling Learned => new(ScalingKind.Learned, 1);

    /// <summary>One learned number a channel.</summary>
    public static Scaling Channel => new(ScalingKind.Channel, 1);

    /// <summary>A constant.</summary>
    public static implicit operator Scaling(double value) => new(ScalingKind.Constant, value);
}
