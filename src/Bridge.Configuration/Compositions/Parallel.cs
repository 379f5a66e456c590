namespace Bridge.Configuration;

/// <summary>Each part gets a copy of the batch's rows.</summary>
/// <param name="Children">The parts.</param>
public sealed record Parallel(ValueList<Composition> Children) : Composition
{
    /// <inheritdoc/>
    public override string Kind => nameof(Parallel);

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = Children;

    /// <inheritdoc/>
    public override int ParallelChannels => Children.Count;
}
