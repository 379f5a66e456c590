namespace Bridge.Configuration;

/// <summary>JSON's null, Python's None.</summary>
public sealed record ConfigNull : ConfigValue
{
    /// <inheritdoc/>
    public override bool IsTruthy => false;
}
