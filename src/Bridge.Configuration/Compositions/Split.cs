namespace Bridge.Configuration;

/// <summary>Each part acts on its stretch of the sequence.</summary>
/// <param name="Children">The parts.</param>
/// <param name="Splits">How many positions each part gets.</param>
public sealed record Split(ValueList<Composition> Children, ValueList<int> Splits) : Composition
{
    /// <inheritdoc/>
    public override string Kind => nameof(Split);

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = Children;
}
