namespace Bridge.Configuration;

/// <summary>A floating-point number. 4.0 is not the integer 4: files keep the difference.</summary>
/// <param name="Value">The number.</param>
public sealed record ConfigNumber(double Value) : ConfigValue
{
    /// <inheritdoc/>
    public override bool IsTruthy => Value != 0;
}
