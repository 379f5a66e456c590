namespace Bridge.Models.Parts;

/// <summary>Embedding tables.</summary>
internal static class Tables
{
    /// <summary>(rows, length) numbers to (rows, length, size).</summary>
    public static Tensor Rows(Tensor table, Tensor numbers)
    {
        using var flat = numbers.reshape(-1);
        using var rows = table.index_select(0, flat);
        return rows.view(numbers.shape[0], numbers.shape[1], -1);
    }
}
