namespace Bridge.Configuration;

/// <summary>Prompt tuning: learned embeddings before the sequence.</summary>
public sealed record PromptTuningConfig : AdapterConfig
{
    /// <summary>Number of embeddings.</summary>
    public int PromptLength { get; init; } = 10;

    /// <summary>How they start.</summary>
    public PromptInit PromptInit { get; init; }

    /// <summary>The text whose embeddings they start from.</summary>
    public string? PromptInitText { get; init; }

    /// <summary>Where they go.</summary>
    public PromptPlacement Combine { get; init; }

    /// <summary>Seed that they start from; null draws anew.</summary>
    public long? InitWeightsSeed { get; init; }

    /// <summary>Half the width of the uniform distribution. The library reads it from files and does not write it.</summary>
    public double RandomUniformScale { get; init; } = 0.5;

    /// <inheritdoc/>
    public override ConfigDocument ToDocument() => PromptMapping.ToDocument(this);
}
