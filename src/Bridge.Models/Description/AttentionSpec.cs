namespace Bridge.Models.Description;

/// <summary>One attention: heads of queries, size of a head, biases of the query, key and value projections, dropout of the probabilities (null: none).</summary>
public sealed record AttentionSpec(int Heads, int HeadSize, bool Bias, double? Dropout)
{
    /// <summary>Heads of keys and values, each shared by a group of queries; null for as many as queries have (Ainslie et al. 2023).</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Whether the output projection has a bias, where that differs.</summary>
    public bool? OutputBias { get; init; }

    /// <summary>Whether a token sees itself and earlier ones only.</summary>
    public bool Causal { get; init; }

    /// <summary>
    /// Whether later tokens are masked twice, as in the reference's GPT-2: a row that sees padding only attends evenly to its earlier keys, not to all of them.
    /// </summary>
    public bool LaterMaskedTwice { get; init; }

    /// <summary>How positions turn queries and keys, or null.</summary>
    public RotarySpec? Rotary { get; init; }

    /// <summary>How distances bias the scores, or null.</summary>
    public RelativeBiasSpec? Relative { get; init; }

    /// <summary>What scores are multiplied by; null for 1 / sqrt(head size).</summary>
    public double? Scale { get; init; }
}
