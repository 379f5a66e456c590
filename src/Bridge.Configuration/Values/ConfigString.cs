namespace Bridge.Configuration;

/// <summary>A text.</summary>
/// <param name="Value">The text.</param>
public sealed record ConfigString(string Value) : ConfigValue
{
    /// <inheritdoc/>
    public override bool IsTruthy => Value.Length > 0;
}
