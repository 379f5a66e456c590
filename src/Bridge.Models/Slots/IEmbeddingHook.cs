namespace Bridge.Models.Slots;

/// <summary>Acts on the embeddings' output, before the first block.</summary>
public interface IEmbeddingHook
{
    /// <summary>New hidden states from (rows, length, hidden), borrowed; may lengthen the sequence and then replaces the pass's masks.</summary>
    Tensor Forward(Tensor hidden, ForwardPass pass);
}
