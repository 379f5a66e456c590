namespace Bridge.Models.Slots;

/// <summary>Acts on the embeddings' output, before the first block.</summary>
public interface IEmbeddingHook
{
    /// <summary>New hidden states from (rows, length, hidden), borrowed; may lengthen the sequence and then replaces the pass's masks.</summary>
    Tensor Forward(Tensor hidden, ForwardPass pass);

    /// <summary>
    /// What language model heads do before they project to the vocabulary: the inverse of what is invertible in <see cref="Forward"/>. (rows, length, hidden) borrowed; null
    /// where nothing is.
    /// </summary>
    Tensor? Invert(Tensor hidden);
}
