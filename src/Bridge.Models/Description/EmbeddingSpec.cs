namespace Bridge.Models.Description;

/// <summary>
/// Token embeddings with learned positions and token types (0: none), a norm after the sum, dropout. <paramref name="PositionOffset"/> is added to every position
/// (RoBERTa starts behind its padding id).
/// </summary>
public sealed record EmbeddingSpec(int VocabularySize, int MaxPositions, int TypeVocabularySize, NormSpec? Norm, double Dropout, int PositionOffset = 0);
