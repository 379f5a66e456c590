namespace Bridge.Configuration;

/// <summary>An imaginary number.</summary>
internal sealed record ImaginaryPart(double Value) : NumberPart
{
    public override double AsDouble => 0;

    public override NumberPart Negate() => new ImaginaryPart(-Value);

    public override ConfigValue ToValue() => new ConfigOpaque($"{Value}j");
}
