namespace Bridge.Configuration;

/// <summary>Each part acts on its rows of the batch.</summary>
/// <param name="Children">The parts.</param>
/// <param name="BatchSizes">How many rows each part gets.</param>
public sealed record BatchSplit(ValueList<Composition> Children, ValueList<int> BatchSizes) : Composition
{
    /// <inheritdoc/>
    public override string Kind => nameof(BatchSplit);

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = Children;
}
