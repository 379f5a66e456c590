namespace Bridge.Tokenization;

/// <summary>How texts become ids.</summary>
public sealed record EncodeOptions
{
    /// <summary>Whether the special tokens of the file's post-processor are added.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>The length that encodings are kept within; null: as long as they are.</summary>
    public TruncationOptions? Truncation { get; init; }

    /// <summary>
    /// Whether <see cref="Encoding.Offsets"/> and <see cref="Encoding.WordIds"/> are computed; they are empty otherwise. Aligning tokens with their text costs
    /// more than the ids do, and training needs ids only.
    /// </summary>
    public bool Offsets { get; init; }
}
