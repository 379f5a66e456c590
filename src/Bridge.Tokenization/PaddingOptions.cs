namespace Bridge.Tokenization;

/// <summary>How the encodings of a batch are brought to one length.</summary>
public sealed record PaddingOptions
{
    /// <summary>The length; null: that of the longest encoding.</summary>
    public int? Length { get; init; }

    /// <summary>Lengths are rounded up to a multiple of this; null: they are not.</summary>
    public int? MultipleOf { get; init; }

    /// <summary>The end at which padding is added; null: the tokenizer's own.</summary>
    public Side? Direction { get; init; }

    /// <summary>Id of the padding token; null: the tokenizer's own.</summary>
    public int? PadId { get; init; }

    /// <summary>The padding token; null: the tokenizer's own.</summary>
    public string? PadToken { get; init; }

    /// <summary>Type id of padding.</summary>
    public int PadTypeId { get; init; }
}
