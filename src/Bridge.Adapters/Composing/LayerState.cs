namespace Bridge.Adapters.Composing;

/// <summary>
/// Hidden states (rows, length, hidden) of whole sequences, by whose ends adapters count, their mask (rows, length) or null, and which of the tokens are meant: what is in
/// the others is of no interest.
/// </summary>
internal readonly record struct LayerState(Tensor Hidden, Tensor? Mask, long Start, long Count)
{
    /// <summary>All tokens.</summary>
    public LayerState(Tensor hidden, Tensor? mask)
        : this(hidden, mask, 0, hidden.shape[1])
    {
    }

    /// <summary>Those that are meant, (rows, count, hidden).</summary>
    public Tensor Seen => Hidden.narrow(1, Start, Count);
}
