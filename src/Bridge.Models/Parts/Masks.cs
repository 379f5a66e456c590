namespace Bridge.Models.Parts;

/// <summary>What is added to attention scores.</summary>
internal static class Masks
{
    /// <summary>
    /// The most negative number of the type where a key is padding or, in causal attention, later than the query: (rows or 1, 1, 1 or queries, keys); null where nothing is
    /// masked. The caller's.
    /// </summary>
    /// <param name="mask">1 for tokens and 0 for padding, (rows, keys), or null.</param>
    /// <param name="causal">Whether tokens see earlier ones only.</param>
    /// <param name="twice">Whether later keys are masked twice, which is minus infinity.</param>
    /// <param name="length">Queries, the last of the keys.</param>
    /// <param name="past">Keys of earlier calls.</param>
    /// <param name="type">Type of the scores.</param>
    /// <param name="device">Where they lie.</param>
    public static Tensor? Bias(Tensor? mask, bool causal, bool twice, long length, long past, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var padded = mask is null ? null : (mask == 0).unsqueeze(1).unsqueeze(1);
        if (padded is not null && !padded.any().ToBoolean()) padded = null;
        var later = causal && length > 1 ? ones([length, past + length], dtype: ScalarType.Bool, device: device).triu(past + 1).unsqueeze(0).unsqueeze(0) : null;
        var masked = padded is null ? later : later is null ? padded : padded.logical_or(later);
        if (masked is null) return null;
        var bias = zeros(masked.shape, dtype: type, device: device).masked_fill_(masked, finfo(type).min);
        if (twice && later is not null) bias.masked_fill_(later, double.NegativeInfinity);
        return bias.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The bias of <paramref name="count"/> tokens in front of <paramref name="length"/> others in causal attention, from that of the others or null: (rows or 1, 1, all, all).
    /// The caller's.
    /// </summary>
    public static Tensor Lengthened(Tensor? bias, long count, long length, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var own = bias?.expand(-1, -1, length, length) ?? zeros([1, 1, length, length], dtype: type, device: device);
        var rows = own.shape[0];
        var among = Bias(null, causal: true, twice: false, count, 0, type, device) ?? zeros([1, 1, count, count], dtype: type, device: device);
        var above = cat([among.expand(rows, -1, -1, -1), full([rows, 1, count, length], finfo(type).min, dtype: type, device: device)], 3);
        var below = cat([zeros([rows, 1, length, count], dtype: type, device: device), own], 3);
        return cat([above, below], 2).DetachFromDisposeScope();
    }
}
