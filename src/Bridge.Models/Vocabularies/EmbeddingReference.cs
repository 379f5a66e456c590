namespace Bridge.Models.Vocabularies;

/// <summary>Embeddings that new ones take the rows of common tokens from.</summary>
/// <param name="Name">Their name; <see cref="EmbeddingSet.Default"/> for the base model's own.</param>
/// <param name="Vocabulary">Numbers of their tokens; null where they know them themselves.</param>
public sealed record EmbeddingReference(string Name, IReadOnlyDictionary<string, int>? Vocabulary = null);
