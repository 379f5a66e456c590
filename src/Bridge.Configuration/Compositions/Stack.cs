namespace Bridge.Configuration;

/// <summary>Each part takes the output of the one before it.</summary>
/// <param name="Children">The parts.</param>
public sealed record Stack(ValueList<Composition> Children) : Composition
{
    /// <inheritdoc/>
    public override string Kind => nameof(Stack);

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = Children;
}
