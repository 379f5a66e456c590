namespace Bridge.Models.Description;

/// <summary>
/// Token embeddings with learned positions (0: none) and token types (0: none), a norm after the sum, dropout (null: none). <paramref name="PositionOffset"/> is added to every position.
/// </summary>
public sealed record EmbeddingSpec(int VocabularySize, int MaxPositions, int TypeVocabularySize, NormSpec? Norm, double? Dropout, int PositionOffset = 0)
{
    /// <summary>Size of the tables where it is not that of the hidden states: a projection follows.</summary>
    public int? Size { get; init; }

    /// <summary>The padding token, where positions count the other tokens only; null where they count places.</summary>
    public int? PaddingToken { get; init; }
}
