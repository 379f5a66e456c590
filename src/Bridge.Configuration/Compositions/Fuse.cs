namespace Bridge.Configuration;

/// <summary>All parts act on the same input and attention weighs their outputs (AdapterFusion).</summary>
/// <param name="Children">The parts.</param>
/// <param name="GivenName">The fusion's own name; null: named after its parts. The library does not write it to files; ours does, and the library reads it.</param>
public sealed record Fuse(ValueList<Composition> Children, string? GivenName = null) : Composition
{
    /// <inheritdoc/>
    public override string Kind => nameof(Fuse);

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = Children;

    /// <summary>Under which name the fusion's weights are kept: the given one, or the last adapter of each part joined by commas.</summary>
    public string Name => string.IsNullOrEmpty(GivenName) ? string.Join(',', Children.Select(c => c.Last())) : GivenName;
}
