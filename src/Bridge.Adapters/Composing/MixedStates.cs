namespace Bridge.Adapters.Composing;

/// <summary>Cutting and ordering states that may be in parts, from what a kind of slot does with one.</summary>
internal abstract class MixedStates<TState>
{
    /// <summary>Rows (0) or tokens (1) of the state.</summary>
    protected abstract long Size(TState state, int dimension);

    /// <summary>Part of the state along rows (0) or tokens (1).</summary>
    protected abstract TState Slice(TState state, long start, long count, int dimension);

    /// <summary>Rows in another order.</summary>
    protected abstract TState Reorder(TState state, Tensor order);

    /// <summary>Rows or tokens of all parts.</summary>
    protected long Size(Mixed<TState> state, int dimension) => state switch
    {
        Mixed<TState>.Divided divided => divided.Dimension == dimension ? divided.Parts.Sum(part => Size(part, dimension)) : Size(divided.Parts[0], dimension),
        _ => Size(((Mixed<TState>.Uniform)state).State, dimension),
    };

    /// <summary>Part of all parts.</summary>
    protected Mixed<TState> Slice(Mixed<TState> state, long start, long count, int dimension)
    {
        if (start == 0 && count == Size(state, dimension)) return state;
        if (state is not Mixed<TState>.Divided divided) return state.Map(s => s with { State = Slice(s.State, start, count, dimension) });
        if (divided.Dimension != dimension) return new Mixed<TState>.Divided([.. divided.Parts.Select(part => Slice(part, start, count, dimension))], divided.Dimension);
        var parts = new List<Mixed<TState>>();
        long at = 0;
        foreach (var part in divided.Parts)
        {
            var size = Size(part, dimension);
            var (from, to) = (Math.Max(start, at), Math.Min(start + count, at + size));
            if (from < to) parts.Add(Slice(part, from - at, to - from, dimension));
            at += size;
        }
        return parts.Count == 1 ? parts[0] : new Mixed<TState>.Divided(parts, dimension);
    }

    /// <summary>Rows of all parts in another order.</summary>
    protected Mixed<TState> Ordered(Mixed<TState> state, long[] order, Device device)
    {
        if (state is not Mixed<TState>.Divided divided)
        {
            var index = tensor(order, dtype: ScalarType.Int64, device: device);
            return state.Map(s => s with { State = Reorder(s.State, index) });
        }
        return divided.Dimension == 0
            ? new Mixed<TState>.Divided([.. order.Select(row => Slice(state, row, 1, 0))], 0)
            : new Mixed<TState>.Divided([.. divided.Parts.Select(part => Ordered(part, order, device))], divided.Dimension);
    }
}
