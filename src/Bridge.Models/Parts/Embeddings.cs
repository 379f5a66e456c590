using Bridge.Models.Description;

namespace Bridge.Models.Parts;

/// <summary>Token embeddings plus learned positions and token types, normed.</summary>
internal sealed class Embeddings(EmbeddingSpec spec, Tensor tokens, Tensor positions, Tensor? types, Norm? norm)
{
    public EmbeddingSpec Spec => spec;

    /// <summary>(rows, length) ids, or (rows, length, hidden) embeddings, to the first block's input.</summary>
    public Tensor Forward(ModelInputs inputs, ForwardPass pass)
    {
        using var embedded = inputs.InputsEmbeds?.alias() ?? Rows(tokens, inputs.InputIds!);
        var length = embedded.shape[1];
        using var summed = WithTypes(embedded, inputs.TokenTypeIds);
        using var place = inputs.PositionIds is null
            ? positions.narrow(0, spec.PositionOffset, length)
            : Rows(positions, inputs.PositionIds);
        using var placed = summed + place;
        using var normed = norm?.Forward(placed) ?? placed.alias();
        return pass.Dropout(normed, spec.Dropout);
    }

    private Tensor WithTypes(Tensor embedded, Tensor? typeIds)
    {
        if (types is null) return embedded.alias();
        using var kind = typeIds is null ? types.narrow(0, 0, 1) : Rows(types, typeIds);
        return embedded + kind;
    }

    // (rows, length) ids -> (rows, length, hidden)
    private static Tensor Rows(Tensor table, Tensor ids)
    {
        using var flat = ids.reshape(-1);
        using var rows = table.index_select(0, flat);
        return rows.view(ids.shape[0], ids.shape[1], -1);
    }
}
