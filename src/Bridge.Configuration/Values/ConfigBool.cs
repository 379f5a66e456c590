namespace Bridge.Configuration;

/// <summary>True or false.</summary>
/// <param name="Value">Which.</param>
public sealed record ConfigBool(bool Value) : ConfigValue
{
    /// <inheritdoc/>
    public override bool IsTruthy => Value;
}
