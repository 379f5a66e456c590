namespace Bridge.Models.Parts;

/// <summary>
/// Positions that count the tokens which are not padding, from the padding token's number on (RoBERTa, Liu et al. 2019, in its reference implementation). Padding itself has that
/// number. Embeddings given in place of ids have no padding.
/// </summary>
internal sealed class TokenPositions(Tensor table, int paddingToken) : Positions(table, paddingToken + 1)
{
    protected override Tensor Usual(ModelInputs inputs, long length, long past)
    {
        if (inputs.InputIds is not { } ids) return base.Usual(inputs, length, past);
        using var scope = NewDisposeScope();
        var token = (ids != paddingToken).to(ScalarType.Int64);
        return Rows(token.cumsum(1) * token + paddingToken).MoveToOuterDisposeScope();
    }
}
