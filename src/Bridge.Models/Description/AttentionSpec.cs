namespace Bridge.Models.Description;

/// <summary>One attention: heads of queries, size of a head, biases of the query, key and value projections, dropout of the probabilities.</summary>
public sealed record AttentionSpec(int Heads, int HeadSize, bool Bias, double Dropout)
{
    /// <summary>Heads of keys and values, each shared by a group of queries; null for as many as queries have (Ainslie et al. 2023).</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Whether the output projection has a bias, where that differs.</summary>
    public bool? OutputBias { get; init; }

    /// <summary>Whether a token sees itself and earlier ones only.</summary>
    public bool Causal { get; init; }

    /// <summary>
    /// Whether the reference adds the masks of padding and of later tokens, so that a key under both has no weight even where all keys are masked; else it is one mask.
    /// </summary>
    public bool MasksAdd { get; init; }

    /// <summary>How positions turn queries and keys, or null.</summary>
    public RotarySpec? Rotary { get; init; }

    /// <summary>What scores are multiplied by; null for 1 / sqrt(head size).</summary>
    public double? Scale { get; init; }
}
