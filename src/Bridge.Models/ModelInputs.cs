namespace Bridge.Models;

/// <summary>What a call feeds the model. Borrowed: the caller keeps and disposes the tensors.</summary>
public sealed record ModelInputs
{
    /// <summary>Token ids, int64 (rows, length). Exactly one of this and <see cref="InputsEmbeds"/>.</summary>
    public Tensor? InputIds { get; init; }

    /// <summary>Embeddings in place of ids, (rows, length, hidden).</summary>
    public Tensor? InputsEmbeds { get; init; }

    /// <summary>Images for models of images, (rows, channels, height, width), normalised as the model's preprocessor says.</summary>
    public Tensor? PixelValues { get; init; }

    /// <summary>Ids of the decoder behind an encoder, int64 (rows, length). Absent: the encoder's, moved to the right.</summary>
    public Tensor? DecoderInputIds { get; init; }

    /// <summary>1 for the decoder's tokens, 0 for padding, (rows, length). Absent: all count.</summary>
    public Tensor? DecoderAttentionMask { get; init; }

    /// <summary>1 for tokens, 0 for padding, (rows, length), any integer, boolean or floating type. Absent: all tokens count.</summary>
    public Tensor? AttentionMask { get; init; }

    /// <summary>Token types, int64 (rows, length). Absent: all 0.</summary>
    public Tensor? TokenTypeIds { get; init; }

    /// <summary>Positions, int64 (rows, length) or (1, length). Absent: counted from 0.</summary>
    public Tensor? PositionIds { get; init; }
}
