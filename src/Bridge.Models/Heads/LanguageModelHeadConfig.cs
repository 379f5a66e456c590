namespace Bridge.Models.Heads;

/// <summary>
/// A token for each position: dense, activation, norm for each layer but the last, then the projection to the vocabulary, which starts as the token embeddings and is not
/// trained. Loss: cross-entropy, shifted by one where the head predicts the next token.
/// </summary>
/// <param name="Causal">Whether it is <c>causal_lm</c>; else <c>masked_lm</c>.</param>
/// <param name="VocabSize">Size of the vocabulary; null takes the model's.</param>
/// <param name="EmbeddingSize">Size in front of the vocabulary; null takes the model's hidden size.</param>
/// <param name="Layers">How many linear maps, at least 1.</param>
/// <param name="ActivationFunction">Between layers, by name; null for none.</param>
/// <param name="LayerNorm">Whether a norm follows each activation.</param>
/// <param name="Bias">Whether the projection to the vocabulary has a bias.</param>
/// <param name="ShiftLabels">Whether position i is to predict the label of position i + 1.</param>
/// <param name="DropoutProb">Kept from files; these heads have no dropout.</param>
public sealed record LanguageModelHeadConfig(
    bool Causal,
    int? VocabSize = null,
    int? EmbeddingSize = null,
    int Layers = 2,
    string? ActivationFunction = "gelu",
    bool LayerNorm = true,
    bool Bias = true,
    bool ShiftLabels = false,
    double? DropoutProb = null) : HeadConfig
{
    /// <inheritdoc/>
    public override string HeadType => Decoder ? "seq2seq_lm" : Causal ? "causal_lm" : "masked_lm";

    /// <summary>Whether it is of the kind for decoders behind an encoder, whose labels are not shifted.</summary>
    public bool Decoder { get; init; }
}
