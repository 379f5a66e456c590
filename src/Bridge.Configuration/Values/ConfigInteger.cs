using System.Numerics;

namespace Bridge.Configuration;

/// <summary>An integer of any size, as Python's are.</summary>
/// <param name="Value">The number.</param>
public sealed record ConfigInteger(BigInteger Value) : ConfigValue
{
    /// <inheritdoc/>
    public override bool IsTruthy => !Value.IsZero;
}
