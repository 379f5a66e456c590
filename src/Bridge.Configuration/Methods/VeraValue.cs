namespace Bridge.Configuration;

/// <summary>
/// First value of a VeRA vector. The library asks whether d or b is a floating-point number; two integers make a plain LoRA. Adapters trained so exist,
/// hence the difference is kept.
/// </summary>
/// <param name="Value">The number.</param>
/// <param name="IsInteger">Whether it was written as an integer: 1, not 1.0.</param>
public readonly record struct VeraValue(double Value, bool IsInteger = false)
{
    /// <summary>A floating-point number.</summary>
    public static implicit operator VeraValue(double value) => new(value);

    internal ConfigValue ToValue() => IsInteger ? new ConfigInteger(new System.Numerics.BigInteger(Value)) : Value;
}
