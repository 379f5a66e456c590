namespace Bridge.Configuration;

/// <summary>LoRA, and with other settings (IA)3 (<see cref="LoraFamilyConfig.CompositionMode"/> scale), VeRA (d and b given), DoRA and DVoRA.</summary>
public sealed record LoraConfig : LoraFamilyConfig
{
    /// <summary>Which of the methods the settings make; decided as the library decides it.</summary>
    public LoraVariant Variant =>
        CompositionMode == LoraComposition.Scale ? LoraVariant.Ia3
        : VeraD is { IsInteger: false } || VeraB is { IsInteger: false } ? UseDora ? LoraVariant.Dvora : LoraVariant.Vera
        : UseDora ? LoraVariant.Dora
        : LoraVariant.Lora;

    /// <inheritdoc/>
    public override ConfigDocument ToDocument() => LoraMapping.ToDocument(this);
}
