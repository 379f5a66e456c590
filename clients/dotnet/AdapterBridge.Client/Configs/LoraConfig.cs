namespace AdapterBridge.Client;

/// <summary>LoRA, and with other settings (IA)3, VeRA, DoRA and DVoRA. Null leaves a key at its default.</summary>
public sealed record LoraConfig : AdapterConfig
{
    /// <summary>Whether the attention's projections are adapted. Default true.</summary>
    public bool? SelfattnLora { get; init; }

    /// <summary>Whether the feed-forward part's first projection is adapted. Default false.</summary>
    public bool? IntermediateLora { get; init; }

    /// <summary>Whether the feed-forward part's second projection is adapted. Default false.</summary>
    public bool? OutputLora { get; init; }

    /// <summary>Layers, counted from 0, that get no LoRA.</summary>
    public IReadOnlyList<int>? LeaveOut { get; init; }

    /// <summary>Rank of the update, in [1, 4096]. Default 8.</summary>
    public int? R { get; init; }

    /// <summary>Numerator of the factor alpha / r on the update. Default 8.</summary>
    public double? Alpha { get; init; }

    /// <summary>Dropout on the update's input, in [0, 1]. Default 0.</summary>
    public double? Dropout { get; init; }

    /// <summary>Which projections of attention are adapted: any of q, k, v, o. Default q and v.</summary>
    public IReadOnlyList<string>? AttnMatrices { get; init; }

    /// <summary>"add" to the weight, or "scale" the output, which needs rank 1. Default "add".</summary>
    public string? CompositionMode { get; init; }

    /// <summary>How weights start: "lora", "bert", "ia3" or "vera". Default "lora".</summary>
    public string? InitWeights { get; init; }

    /// <summary>Seed that every module starts from; unset draws each anew.</summary>
    public long? InitWeightsSeed { get; init; }

    /// <summary>Whether a learned gate weighs the update. Default false.</summary>
    public bool? UseGating { get; init; }

    /// <summary>Whether the weight is split into magnitude and direction (DoRA). Default false.</summary>
    public bool? UseDora { get; init; }

    /// <summary>First value of the vector d of VeRA; unset is no VeRA.</summary>
    public double? VeraD { get; init; }

    /// <summary>First value of the vector b of VeRA; unset is no VeRA.</summary>
    public double? VeraB { get; init; }

    /// <summary>Data type of the parameters; unspecified is the model's.</summary>
    public DataType? Dtype { get; init; }

    internal static LoraConfig From(Wire.LoraConfig m) => new()
    {
        SelfattnLora = m.HasSelfattnLora ? m.SelfattnLora : null,
        IntermediateLora = m.HasIntermediateLora ? m.IntermediateLora : null,
        OutputLora = m.HasOutputLora ? m.OutputLora : null,
        LeaveOut = m.LeaveOut.Count > 0 ? [.. m.LeaveOut] : null,
        R = m.HasR ? m.R : null,
        Alpha = m.HasAlpha ? m.Alpha : null,
        Dropout = m.HasDropout ? m.Dropout : null,
        AttnMatrices = m.AttnMatrices.Count > 0 ? [.. m.AttnMatrices] : null,
        CompositionMode = m.HasCompositionMode ? m.CompositionMode : null,
        InitWeights = m.HasInitWeights ? m.InitWeights : null,
        InitWeightsSeed = m.HasInitWeightsSeed ? m.InitWeightsSeed : null,
        UseGating = m.HasUseGating ? m.UseGating : null,
        UseDora = m.HasUseDora ? m.UseDora : null,
        VeraD = m.VeraD?.Value,
        VeraB = m.VeraB?.Value,
        Dtype = m.Dtype == 0 ? null : (DataType)m.Dtype,
    };

    internal Wire.LoraConfig Fill()
    {
        var m = new Wire.LoraConfig();
        if (SelfattnLora is { } selfattnLora) m.SelfattnLora = selfattnLora;
        if (IntermediateLora is { } intermediateLora) m.IntermediateLora = intermediateLora;
        if (OutputLora is { } outputLora) m.OutputLora = outputLora;
        if (LeaveOut is not null) m.LeaveOut.Add(LeaveOut);
        if (R is { } r) m.R = r;
        if (Alpha is { } alpha) m.Alpha = alpha;
        if (Dropout is { } dropout) m.Dropout = dropout;
        if (AttnMatrices is not null) m.AttnMatrices.Add(AttnMatrices);
        if (CompositionMode is { } compositionMode) m.CompositionMode = compositionMode;
        if (InitWeights is { } initWeights) m.InitWeights = initWeights;
        if (InitWeightsSeed is { } initWeightsSeed) m.InitWeightsSeed = initWeightsSeed;
        if (UseGating is { } useGating) m.UseGating = useGating;
        if (UseDora is { } useDora) m.UseDora = useDora;
        if (VeraD is { } verad) m.VeraD = Vera(verad);
        if (VeraB is { } verab) m.VeraB = Vera(verab);
        if (Dtype is { } dtype) m.Dtype = (Wire.DataType)dtype;
        return m;
    }

    internal override Wire.AdapterConfig ToMessage() => new() { Lora = Fill() };

    private static Wire.VeraValue Vera(double value) => new() { Value = value };
}
