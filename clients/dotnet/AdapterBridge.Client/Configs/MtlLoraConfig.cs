namespace AdapterBridge.Client;

/// <summary>LoRA shared by several tasks. Null leaves a key at its default.</summary>
public sealed record MtlLoraConfig : AdapterConfig
{
    /// <summary>What it shares with LoRA.</summary>
    public LoraConfig? Lora { get; init; }

    /// <summary>Number of up-projections, whose weighted sum is used, in [1, 4096]. Default 1.</summary>
    public int? NUpProjection { get; init; }

    /// <summary>What is learned for each task: "singular_values" or "linear". Default "singular_values".</summary>
    public string? TaskSpecificMatrixType { get; init; }

    /// <summary>Temperature of the weights of the up-projections. Default 0.05.</summary>
    public double? WeightsSharpness { get; init; }

    internal static MtlLoraConfig From(Wire.MtlLoraConfig m) => new()
    {
        Lora = m.Lora is null ? null : LoraConfig.From(m.Lora),
        NUpProjection = m.HasNUpProjection ? m.NUpProjection : null,
        TaskSpecificMatrixType = m.HasTaskSpecificMatrixType ? m.TaskSpecificMatrixType : null,
        WeightsSharpness = m.HasWeightsSharpness ? m.WeightsSharpness : null,
    };

    internal Wire.MtlLoraConfig Fill()
    {
        var m = new Wire.MtlLoraConfig();
        m.Lora = Lora?.Fill();
        if (NUpProjection is { } nUpProjection) m.NUpProjection = nUpProjection;
        if (TaskSpecificMatrixType is { } taskSpecificMatrixType) m.TaskSpecificMatrixType = taskSpecificMatrixType;
        if (WeightsSharpness is { } weightsSharpness) m.WeightsSharpness = weightsSharpness;
        return m;
    }

    internal override Wire.AdapterConfig ToMessage() => new() { MtlLora = Fill() };
}
