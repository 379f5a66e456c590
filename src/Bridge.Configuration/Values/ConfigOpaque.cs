namespace Bridge.Configuration;

/// <summary>What only Python knows: bytes, complex numbers, the ellipsis. Kept by its text; no key takes one.</summary>
/// <param name="Text">How Python writes it.</param>
public sealed record ConfigOpaque(string Text) : ConfigValue
{
    /// <inheritdoc/>
    public override bool IsTruthy => Text is not ("b''" or "0j");
}
