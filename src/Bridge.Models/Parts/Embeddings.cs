using Bridge.Models.Description;
using Bridge.Models.Vocabularies;
using Bridge.Torch;

namespace Bridge.Models.Parts;

/// <summary>Token embeddings plus positions and token types, normed; then, behind the embedding slot, brought to the blocks' size.</summary>
internal sealed class Embeddings(EmbeddingSpec spec, Tensor tokens, Positions? positions, Tensor? types, Norm? norm, (Tensor Weight, Tensor? Bias)? projection) : InputEmbeddings
{
    /// <summary>From (rows, length) ids, or (rows, length, embedding size) embeddings.</summary>
    public override Tensor Forward(ModelInputs inputs, ForwardPass pass)
    {
        using var embedded = inputs.InputsEmbeds?.alias() ?? Tokens(inputs.InputIds!, pass.Context.TokenEmbeddings);
        using var summed = WithTypes(embedded, inputs.TokenTypeIds);
        using var placed = WithPositions(summed, inputs, pass);
        using var normed = norm?.Forward(placed) ?? placed.alias();
        return pass.ModelDropout(normed, spec.Dropout);
    }

    public override Tensor Project(Tensor embedded)
    {
        if (projection is not var (weight, bias)) return embedded;
        using (embedded) return Linear.Apply(embedded, weight, bias);
    }

    private Tensor Tokens(Tensor ids, TokenEmbedding? others)
    {
        if (others is null) return Tables.Rows(tokens, ids);
        using var scope = NewDisposeScope();
        var rows = Tables.Rows(others.Table, ids);
        if (others.Untrained is { } padding && rows.requires_grad) rows = rows.where((ids != padding).unsqueeze(-1), rows.detach());
        return (rows.dtype == tokens.dtype ? rows : rows.to(tokens.dtype)).MoveToOuterDisposeScope();
    }

    private Tensor WithPositions(Tensor embedded, ModelInputs inputs, ForwardPass pass)
    {
        if (positions is null) return embedded.alias();
        using var places = positions.Of(inputs, embedded.shape[1], pass.PastInputs);
        return embedded + places;
    }

    private Tensor WithTypes(Tensor embedded, Tensor? typeIds)
    {
        if (types is null) return embedded.alias();
        using var kind = typeIds is null ? types.narrow(0, 0, 1) : Tables.Rows(types, typeIds);
        return embedded + kind;
    }
}
