namespace Bridge.Configuration;

/// <summary>MTL-LoRA: a LoRA that several tasks share, with a matrix for each task and several up-projections.</summary>
public sealed record MtlLoraConfig : LoraFamilyConfig
{
    /// <summary>Number of up-projections, whose weighted sum is used.</summary>
    public int NUpProjection { get; init; } = 1;

    /// <summary>What is learned for each task.</summary>
    public TaskMatrixKind TaskSpecificMatrixType { get; init; }

    /// <summary>Temperature of the weights of the up-projections.</summary>
    public double WeightsSharpness { get; init; } = 0.05;

    /// <inheritdoc/>
    public override ConfigDocument ToDocument() => LoraMapping.ToDocument(this);
}
