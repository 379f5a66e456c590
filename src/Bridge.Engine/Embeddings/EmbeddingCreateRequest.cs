namespace Bridge.Engine;

/// <summary>Token embeddings to be: for the vocabulary of a tokenizer, of a given size, or a copy of others.</summary>
public sealed record EmbeddingCreateRequest
{
    /// <summary>The model's id.</summary>
    public required string Model { get; init; }

    /// <summary>Their name.</summary>
    public required string Name { get; init; }

    /// <summary>A folder with tokenizer.json whose vocabulary they are for; null without.</summary>
    public string? TokenizerFolder { get; init; }

    /// <summary>How many tokens, where there is no tokenizer; null takes the tokenizer's number, or that of the embeddings that are copied.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>
    /// Embeddings whose rows common tokens take (<c>default</c>: the model's own), or, with neither tokenizer nor size, that are copied; null: none, or the model's own are copied.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>Seed of rows that are new; null draws one.</summary>
    public ulong? Seed { get; init; }
}
