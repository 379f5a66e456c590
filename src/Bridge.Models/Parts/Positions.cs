namespace Bridge.Models.Parts;

/// <summary>Learned position embeddings: the first place of a sequence is number <paramref name="offset"/> of the table.</summary>
internal class Positions(Tensor table, int offset)
{
    /// <summary>(1 or rows, length, size), by the call's own position ids where it gives them. The caller's.</summary>
    public Tensor Of(ModelInputs inputs, long length, long past) => inputs.PositionIds is { } given ? Tables.Rows(table, given) : Usual(inputs, length, past);

    /// <summary>What stands where the call says nothing.</summary>
    protected virtual Tensor Usual(ModelInputs inputs, long length, long past)
    {
        using var places = table.narrow(0, offset + past, length);
        return places.unsqueeze(0);
    }

    /// <summary>Rows of the table by number, (rows, length).</summary>
    protected Tensor Rows(Tensor numbers) => Tables.Rows(table, numbers);
}
