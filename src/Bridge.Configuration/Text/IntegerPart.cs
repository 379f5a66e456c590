using System.Numerics;

namespace Bridge.Configuration;

/// <summary>An integer.</summary>
internal sealed record IntegerPart(BigInteger Value) : NumberPart
{
    public override double AsDouble => (double)Value;

    public override NumberPart Negate() => new IntegerPart(-Value);

    public override ConfigValue ToValue() => new ConfigInteger(Value);
}
