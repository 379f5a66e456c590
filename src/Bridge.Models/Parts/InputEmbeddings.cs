namespace Bridge.Models.Parts;

/// <summary>What turns a call's inputs into hidden states.</summary>
internal abstract class InputEmbeddings
{
    /// <summary>What the embedding slot sees, (rows, length, embedding size).</summary>
    public abstract Tensor Forward(ModelInputs inputs, ForwardPass pass);

    /// <summary>The first block's input, (rows, length, hidden). Takes the embeddings over.</summary>
    public virtual Tensor Project(Tensor embedded) => embedded;
}
