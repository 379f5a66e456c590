namespace Bridge.Configuration;

/// <summary>A floating-point number.</summary>
internal sealed record FloatPart(double Value) : NumberPart
{
    public override double AsDouble => Value;

    public override NumberPart Negate() => new FloatPart(-Value);

    public override ConfigValue ToValue() => new ConfigNumber(Value);
}
