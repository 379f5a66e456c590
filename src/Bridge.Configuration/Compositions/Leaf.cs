namespace Bridge.Configuration;

/// <summary>One adapter.</summary>
/// <param name="Name">Its name.</param>
public sealed record Leaf(string Name) : Composition
{
    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = [];

    /// <inheritdoc/>
    public bool Equals(Leaf? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Name, StringComparison.Ordinal);
}
