namespace AdapterBridge.Client;

/// <summary>Learned embeddings before the sequence. Null leaves a key at its default.</summary>
public sealed record PromptTuningConfig : AdapterConfig
{
    /// <summary>Number of embeddings, in [1, 65536]. Default 10.</summary>
    public int? PromptLength { get; init; }

    /// <summary>How they start: "random_uniform" or "from_string". Default "random_uniform".</summary>
    public string? PromptInit { get; init; }

    /// <summary>The text whose embeddings they start from.</summary>
    public string? PromptInitText { get; init; }

    /// <summary>Where they go: "prefix", or "prefix_after_bos" after the first token. Default "prefix".</summary>
    public string? Combine { get; init; }

    /// <summary>Seed that they start from; unset draws anew.</summary>
    public long? InitWeightsSeed { get; init; }

    /// <summary>Half the width of the uniform distribution. Default 0.5.</summary>
    public double? RandomUniformScale { get; init; }

    internal static PromptTuningConfig From(Wire.PromptTuningConfig m) => new()
    {
        PromptLength = m.HasPromptLength ? m.PromptLength : null,
        PromptInit = m.HasPromptInit ? m.PromptInit : null,
        PromptInitText = m.HasPromptInitText ? m.PromptInitText : null,
        Combine = m.HasCombine ? m.Combine : null,
        InitWeightsSeed = m.HasInitWeightsSeed ? m.InitWeightsSeed : null,
        RandomUniformScale = m.HasRandomUniformScale ? m.RandomUniformScale : null,
    };

    internal Wire.PromptTuningConfig Fill()
    {
        var m = new Wire.PromptTuningConfig();
        if (PromptLength is { } promptLength) m.PromptLength = promptLength;
        if (PromptInit is { } promptInit) m.PromptInit = promptInit;
        if (PromptInitText is { } promptInitText) m.PromptInitText = promptInitText;
        if (Combine is { } combine) m.Combine = combine;
        if (InitWeightsSeed is { } initWeightsSeed) m.InitWeightsSeed = initWeightsSeed;
        if (RandomUniformScale is { } randomUniformScale) m.RandomUniformScale = randomUniformScale;
        return m;
    }

    internal override Wire.AdapterConfig ToMessage() => new() { PromptTuning = Fill() };
}
