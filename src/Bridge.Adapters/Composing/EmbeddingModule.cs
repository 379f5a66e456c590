using Bridge.Models;

namespace Bridge.Adapters.Composing;

/// <summary>What an adapter does to the embeddings' output.</summary>
internal abstract class EmbeddingModule
{
    /// <summary>Where it stands among several: invertible adapters before prompts.</summary>
    public abstract int Order { get; }

    /// <summary>Whether it adds tokens to the sequence.</summary>
    public virtual bool Lengthens => false;

    /// <summary>New hidden states from (rows, length, hidden); may lengthen the sequence and then replaces the pass's masks.</summary>
    public abstract Tensor Apply(Tensor hidden, ForwardPass pass);

    /// <summary>The inverse of <see cref="Apply"/>, or null for modules that are no bijection.</summary>
    public virtual Tensor? Invert(Tensor hidden) => null;
}
