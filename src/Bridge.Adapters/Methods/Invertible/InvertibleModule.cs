using Bridge.Adapters.Composing;

namespace Bridge.Adapters.Methods.Invertible;

/// <summary>A bijection on the embeddings, undone before the output embeddings of a language model (MAD-X, Pfeiffer et al. 2020, arXiv:2005.00052).</summary>
internal abstract class InvertibleModule : EmbeddingModule
{
    public override int Order => 0;

    /// <summary>Both halves of the last dimension.</summary>
    protected static (Tensor First, Tensor Second) Halves(Tensor hidden)
    {
        var size = hidden.shape[^1];
        return (hidden.narrow(-1, 0, size / 2), hidden.narrow(-1, size / 2, size - size / 2));
    }
}
