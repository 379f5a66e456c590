using Bridge.Configuration;
using Bridge.Models;

namespace Bridge.Adapters.Composing;

/// <summary>
/// Runs a composition tree over a slot's state. What a block does to rows is the same for every kind of slot and stands here; what a single adapter does, and how states
/// are cut and put together, is the slot's. Children without a module in this slot leave their rows as they are.
/// </summary>
internal abstract class Composer<TState>(ForwardPass pass)
{
    protected ForwardPass Pass => pass;

    /// <summary>The state after the composition.</summary>
    public TState Run(Composition node, TState state)
    {
        if (!Acts(node)) return state;
        return node switch
        {
            Leaf leaf => Single(leaf.Name, Enter(leaf, state)),
            Stack stack => stack.Children.Aggregate(state, (s, child) => Run(child, s)),
            BatchSplit split => Rows(split, split.BatchSizes, Enter(split, state)),
            Parallel parallel => Rows(parallel, Even(parallel, state), Enter(parallel, state)),
            Average average => Averaged(average, Enter(average, state)),
            Split split => Sequence(split, Enter(split, state)),
            MultiTask tasks => Tasks(tasks, Enter(tasks, state)),
            Fuse fuse => Fused(fuse, state),
            _ => throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"block {node.GetType().Name} is not known"),
        };
    }

    /// <summary>Whether an adapter of that name acts in this slot.</summary>
    protected abstract bool Has(string adapter);

    /// <summary>Rows of the state.</summary>
    protected abstract long Rows(TState state);

    /// <summary>The state after one adapter.</summary>
    protected abstract TState Single(string adapter, TState state);

    /// <summary>Part of the state along rows (0) or tokens (1).</summary>
    protected abstract TState Slice(TState state, long start, long count, int dimension);

    /// <summary>Parts put together again; <paramref name="whole"/> is what they were cut from.</summary>
    protected abstract TState Concatenate(IReadOnlyList<TState> states, TState whole, int dimension);

    /// <summary>The weighted sum of the states, divided by their number (as the reference library does).</summary>
    protected abstract TState Mean(IReadOnlyList<TState> states, IReadOnlyList<double> weights, TState whole);

    /// <summary>Rows in another order.</summary>
    protected abstract TState Reorder(TState state, Tensor order);

    /// <summary>What happens to a state as it enters a block or a leaf of a stack.</summary>
    protected virtual TState Enter(Composition node, TState state) => state;

    /// <summary>Attention over the children's outputs.</summary>
    protected virtual TState Fused(Fuse fuse, TState state) =>
        throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"{fuse.Write()} cannot be computed in this kind of slot", ("composition", fuse.Write()));

    /// <summary>Whether any adapter of the node acts in this slot.</summary>
    protected bool Acts(Composition node) => node.Flatten().Any(Has);

    /// <summary>A child of a block: leaves run without entering again.</summary>
    protected TState Child(Composition child, TState state) =>
        child is Leaf leaf ? (Has(leaf.Name) ? Single(leaf.Name, state) : state) : Run(child, state);

    private TState Rows(Composition node, IReadOnlyList<int> sizes, TState state)
    {
        var total = sizes.Sum();
        if (total != Rows(state))
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{node.Write()} divides {total} rows, the batch has {Rows(state)}",
                ("composition", node.Write()), ("rows", Rows(state)), ("batch_sizes", total));
        return Parts(node, sizes, state, 0);
    }

    private TState Sequence(Split split, TState state) => Parts(split, split.Splits, state, 1);

    private TState Parts(Composition node, IReadOnlyList<int> sizes, TState state, int dimension)
    {
        var parts = new List<TState>(sizes.Count);
        long start = 0;
        for (var i = 0; i < sizes.Count; start += sizes[i++])
            if (sizes[i] > 0) parts.Add(Child(node.Children[i], Slice(state, start, sizes[i], dimension)));
        return Concatenate(parts, state, dimension);
    }

    private IReadOnlyList<int> Even(Parallel parallel, TState state)
    {
        var rows = Rows(state);
        var children = parallel.Children.Count;
        if (rows % children != 0)
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{parallel.Write()} cannot divide {rows} rows evenly",
                ("composition", parallel.Write()), ("rows", rows));
        return [.. Enumerable.Repeat(checked((int)(rows / children)), children)];
    }

    private TState Averaged(Average average, TState state)
    {
        var acting = average.Children.Select((child, i) => (child, Weight: average.Weights[i])).Where(c => Acts(c.child)).ToList();
        return Mean([.. acting.Select(c => Child(c.child, state))], [.. acting.Select(c => c.Weight)], state);
    }

    private TState Tasks(MultiTask tasks, TState state)
    {
        var ids = pass.Context.TaskIds ?? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{tasks.Write()} needs task ids, one a row",
            ("composition", tasks.Write()));
        var sizes = new int[tasks.Children.Count];
        foreach (var id in ids) sizes[id]++;
        long[] order = [.. Enumerable.Range(0, ids.Count).OrderBy(i => ids[i]).Select(i => (long)i)];
        var back = new long[order.Length];
        for (var i = 0; i < order.Length; i++) back[order[i]] = i;
        // The rows in order of their tasks enter a second time, as the batch that they are split as: so does the reference library.
        var sorted = Rows(tasks, sizes, Enter(tasks, Reorder(state, Indices(order))));
        return Reorder(sorted, Indices(back));
    }

    // Rows are indexed on the device of the hidden states, which the pass's first tensor tells.
    private Tensor Indices(long[] order) => tensor(order, dtype: ScalarType.Int64, device: pass.Device);
}
