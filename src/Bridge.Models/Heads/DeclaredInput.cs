namespace Bridge.Models.Heads;

/// <summary>What a declared network sees of the last hidden states.</summary>
public enum DeclaredInput
{
    /// <summary>The token that stands for the sequence, (rows, hidden).</summary>
    Summary,

    /// <summary>The pooled output, (rows, hidden), of models that have one.</summary>
    Pooled,

    /// <summary>Every token, (rows, length, hidden).</summary>
    Tokens,
}
