namespace Bridge.Configuration;

/// <summary>Several values in order.</summary>
/// <param name="Kind">List, tuple or set.</param>
/// <param name="Items">The values.</param>
public sealed record ConfigSequence(SequenceKind Kind, ValueList<ConfigValue> Items) : ConfigValue
{
    /// <inheritdoc/>
    public override bool IsTruthy => Items.Count > 0;
}
