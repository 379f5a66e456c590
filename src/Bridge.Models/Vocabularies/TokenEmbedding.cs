namespace Bridge.Models.Vocabularies;

/// <summary>Token embeddings beside a base model's own, for another vocabulary or to be trained.</summary>
public sealed class TokenEmbedding : IDisposable
{
    internal TokenEmbedding(string name, Tensor table, IReadOnlyDictionary<string, int>? vocabulary, int? untrained = null) => (Untrained, Name, Table, Vocabulary) = (untrained, name, table, vocabulary);

    /// <summary>Its name, unique in the model.</summary>
    public string Name { get; }

    /// <summary>The embeddings, float32 (vocabulary, embedding size).</summary>
    public Tensor Table { get; }

    /// <summary>How many tokens.</summary>
    public int VocabularySize => checked((int)Table.shape[0]);

    /// <summary>Numbers of the tokens, where they are known.</summary>
    public IReadOnlyDictionary<string, int>? Vocabulary { get; }

    /// <summary>The padding token, where looking it up gives it no gradient: so it is in most models' own embeddings, not in added ones.</summary>
    internal int? Untrained { get; }

    /// <inheritdoc/>
    public void Dispose() => Table.Dispose();
}
