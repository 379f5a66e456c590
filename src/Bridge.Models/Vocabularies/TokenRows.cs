namespace Bridge.Models.Vocabularies;

/// <summary>Rows of two tables that stand for the same token.</summary>
internal static class TokenRows
{
    /// <summary>Refuses numbers that are outside a table.</summary>
    public static void Check(string what, IReadOnlyDictionary<string, int>? vocabulary, long size)
    {
        foreach (var (token, number) in vocabulary ?? new Dictionary<string, int>())
            if (number < 0 || number >= size)
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"token \"{token}\" of {what} has number {number}, outside [0, {size - 1}]",
                    ("token", token), ("number", number), ("allowed", $"[0, {size - 1}]"));
    }

    /// <summary>Number in the reference and number in the new table of each token that both have.</summary>
    public static IReadOnlyList<(long From, long To)> Common(string name, IReadOnlyDictionary<string, int>? vocabulary, EmbeddingReference reference, IReadOnlyDictionary<string, int>? old, long oldSize)
    {
        if (vocabulary is null || old is null)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
                $"embeddings \"{name}\" are to take rows of \"{reference.Name}\", and the tokens of {(vocabulary is null ? $"\"{name}\"" : $"\"{reference.Name}\"")} are not known; both vocabularies are needed",
                ("embedding", name), ("reference", reference.Name));
        Check($"\"{reference.Name}\"", old, oldSize);
        return [.. vocabulary.Where(t => old.ContainsKey(t.Key)).Select(t => ((long)old[t.Key], (long)t.Value))];
    }

    /// <summary>Copies them.</summary>
    public static void Copy(Tensor? from, Tensor to, IReadOnlyList<(long From, long To)> rows)
    {
        if (from is null || rows.Count == 0) return;
        using var noGrad = no_grad();
        using var sources = tensor([.. rows.Select(r => r.From)], dtype: ScalarType.Int64, device: from.device);
        using var targets = tensor([.. rows.Select(r => r.To)], dtype: ScalarType.Int64, device: to.device);
        using var values = from.index_select(0, sources);
        to.index_copy_(0, targets, values);
    }
}
