namespace Bridge.Training.Data;

/// <summary>What a language model is to predict.</summary>
public enum LanguageObjective
{
    /// <summary>Tokens that are hidden from it.</summary>
    Masked = 0,

    /// <summary>Each next token.</summary>
    Causal = 1,

    /// <summary>The tokens of the second text, from the first.</summary>
    Sequence = 2,
}
