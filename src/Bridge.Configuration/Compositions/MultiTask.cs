namespace Bridge.Configuration;

/// <summary>Row by row, the part of the row's task acts.</summary>
/// <param name="Children">The parts.</param>
public sealed record MultiTask(ValueList<Composition> Children) : Composition
{
    /// <inheritdoc/>
    public override string Kind => nameof(MultiTask);

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = Children;
}
