namespace Bridge.Configuration;

/// <summary>One number of a literal, before its sign and its imaginary neighbour are known.</summary>
internal abstract record NumberPart
{
    public abstract double AsDouble { get; }

    public abstract NumberPart Negate();

    public abstract ConfigValue ToValue();
}
