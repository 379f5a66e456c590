using Bridge.Configuration;
using Bridge.Models;

namespace Bridge.Adapters.Composing;

/// <summary>
/// Runs a composition tree over a slot's state. What a block does to rows is the same for every kind of slot and stands here; what a single adapter does, and how states
/// are cut and put together, is the slot's. Where all rows of a block have an adapter in this slot, the reference library's rules hold, by which the block's first adapter
/// says how all enter and its last how all leave. Where some have none (which that library does not compute) every part is as it would be alone.
/// </summary>
internal abstract class Composer<TState>(ForwardPass pass) : MixedStates<TState>
{
    protected ForwardPass Pass => pass;

    /// <summary>The state after the composition.</summary>
    public Mixed<TState> Run(Composition node, TState state) => Run(node, new Mixed<TState>.Uniform(state, false));

    /// <summary>Whether an adapter of that name acts in this slot.</summary>
    protected abstract bool Has(string adapter);

    /// <summary>The state after one adapter.</summary>
    protected abstract TState Single(string adapter, TState state);

    /// <summary>Parts put together again; <paramref name="whole"/> is what they were cut from.</summary>
    protected abstract TState Concatenate(IReadOnlyList<TState> states, TState whole, int dimension);

    /// <summary>Whether parts can be put together before the end.</summary>
    protected virtual bool Alike(IReadOnlyList<TState> states, int dimension) => true;

    /// <summary>The weighted sum of the states, divided by their number (as the reference library does).</summary>
    protected abstract TState Mean(IReadOnlyList<TState> states, IReadOnlyList<double> weights, TState whole);

    /// <summary>What happens to a state as it enters a block or a leaf of a stack.</summary>
    protected virtual TState Enter(Composition node, TState state) => state;

    /// <summary>Attention over the children's outputs.</summary>
    protected virtual TState Fused(Fuse fuse, TState state) =>
        throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"{fuse.Write()} reached a slot that has no fusion", ("composition", fuse.Write()));

    /// <summary>Whether any adapter of the node acts in this slot.</summary>
    protected bool Acts(Composition node) => node.Flatten().Any(Has);

    /// <summary>A child of a fusion, whose children are adapters and stacks: one state comes of one. Leaves run without entering again.</summary>
    protected TState Child(Composition child, TState state) => ((Mixed<TState>.Uniform)Child(child, new Mixed<TState>.Uniform(state, false))).State;

    private Mixed<TState> Run(Composition node, Mixed<TState> state)
    {
        if (!Acts(node)) return state;
        return node switch
        {
            Leaf leaf => Acted(state, s => Single(leaf.Name, Enter(leaf, s))),
            Stack stack => stack.Children.Aggregate(state, (s, child) => Run(child, s)),
            BatchSplit split => Rows(split, split.BatchSizes, state),
            Parallel parallel => Rows(parallel, Even(parallel, state), state),
            Split split => Sequence(split, state),
            Average average => Averaged(average, state),
            MultiTask tasks => Tasks(tasks, state),
            Fuse fuse => Acted(state, s => Fused(fuse, s)),
            _ => throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"block {node.GetType().Name} is not known"),
        };
    }

    private Mixed<TState> Child(Composition child, Mixed<TState> state) =>
        child is not Leaf leaf ? Run(child, state) : Has(leaf.Name) ? Acted(state, s => Single(leaf.Name, s)) : state;

    private static Mixed<TState> Acted(Mixed<TState> state, Func<TState, TState> change) => state.Map(s => new Mixed<TState>.Uniform(change(s.State), true));

    private Mixed<TState> Entered(Composition node, Mixed<TState> state) => state.Map(s => s with { State = Enter(node, s.State) });

    // Whether every row and token finds an adapter in this slot.
    private bool Covers(Composition node) => node switch
    {
        Leaf leaf => Has(leaf.Name),
        BatchSplit split => split.Children.Zip(split.BatchSizes).All(c => c.Second == 0 || Covers(c.First)),
        Split split => split.Children.Zip(split.Splits).All(c => c.Second == 0 || Covers(c.First)),
        Parallel or MultiTask => node.Children.All(Covers),
        _ => node.Children.Any(Covers),
    };

    private Mixed<TState> Rows(Composition node, IReadOnlyList<int> sizes, Mixed<TState> state)
    {
        var (total, rows) = (sizes.Sum(), Size(state, 0));
        if (total != rows)
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{node.Write()} divides {total} rows, the batch has {rows}", ("composition", node.Write()), ("rows", rows), ("batch_sizes", total));
        return Cut(node, sizes, state, 0);
    }

    private Mixed<TState> Sequence(Split split, Mixed<TState> state)
    {
        var (total, length) = (split.Splits.Sum(), Size(state, 1));
        if (total != length)
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{split.Write()} divides {total} tokens, the sequences have {length}", ("composition", split.Write()), ("length", length), ("splits", total));
        return Cut(split, split.Splits, state, 1);
    }

    private Mixed<TState> Cut(Composition node, IReadOnlyList<int> sizes, Mixed<TState> state, int dimension)
    {
        var whole = Covers(node);
        var entered = whole ? Entered(node, state) : state;
        var parts = new List<Mixed<TState>>(sizes.Count);
        long start = 0;
        for (var i = 0; i < sizes.Count; start += sizes[i++])
        {
            if (sizes[i] == 0) continue;
            var part = Slice(entered, start, sizes[i], dimension);
            parts.Add(whole ? Child(node.Children[i], part) : Run(node.Children[i], part));
        }
        if (whole && entered is Mixed<TState>.Uniform { State: var before } && parts.All(p => p is Mixed<TState>.Uniform))
        {
            var states = parts.Select(p => ((Mixed<TState>.Uniform)p).State).ToList();
            if (Alike(states, dimension)) return new Mixed<TState>.Uniform(Concatenate(states, before, dimension), true);
        }
        return parts.Count == 1 ? parts[0] : new Mixed<TState>.Divided(parts, dimension);
    }

    private IReadOnlyList<int> Even(Parallel parallel, Mixed<TState> state)
    {
        var rows = Size(state, 0);
        var children = parallel.Children.Count;
        if (rows % children != 0)
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{parallel.Write()} cannot divide {rows} rows evenly", ("composition", parallel.Write()), ("rows", rows));
        return [.. Enumerable.Repeat(checked((int)(rows / children)), children)];
    }

    private Mixed<TState> Averaged(Average average, Mixed<TState> state)
    {
        var entered = Entered(average, state).Map(s => s with { Acted = false });
        var acting = average.Children.Select((child, i) => (child, Weight: average.Weights[i])).Where(c => Acts(c.child)).ToList();
        return Mean([.. acting.Select(c => Child(c.child, entered))], [.. acting.Select(c => c.Weight)], entered, state);
    }

    // Stretch by stretch where children are divided. Where none of them acted, things stay as they were before the block.
    private Mixed<TState> Mean(IReadOnlyList<Mixed<TState>> states, IReadOnlyList<double> weights, Mixed<TState> entered, Mixed<TState> before)
    {
        if (states.Append(entered).OfType<Mixed<TState>.Divided>().FirstOrDefault() is not { } divided)
        {
            var acted = states.Cast<Mixed<TState>.Uniform>().Zip(weights).Where(s => s.First.Acted).ToList();
            return acted.Count == 0 ? before : new Mixed<TState>.Uniform(Mean([.. acted.Select(s => s.First.State)], [.. acted.Select(s => s.Second)], ((Mixed<TState>.Uniform)entered).State), true);
        }
        var parts = new List<Mixed<TState>>();
        long start = 0;
        foreach (var count in divided.Parts.Select(part => Size(part, divided.Dimension)))
        {
            Mixed<TState> Part(Mixed<TState> of) => Slice(of, start, count, divided.Dimension);
            parts.Add(Mean([.. states.Select(Part)], weights, Part(entered), Part(before)));
            start += count;
        }
        return new Mixed<TState>.Divided(parts, divided.Dimension);
    }

    private Mixed<TState> Tasks(MultiTask tasks, Mixed<TState> state)
    {
        var ids = TaskIds.Check(tasks, pass.Context.TaskIds, Size(state, 0));
        var sizes = new int[tasks.Children.Count];
        foreach (var id in ids) sizes[id]++;
        long[] order = [.. Enumerable.Range(0, ids.Count).OrderBy(i => ids[i]).Select(i => (long)i)];
        var back = new long[order.Length];
        for (var i = 0; i < order.Length; i++) back[order[i]] = i;
        // The rows in order of their tasks enter a second time, as the batch that they are split as: so does the reference library.
        var sorted = Ordered(Covers(tasks) ? Entered(tasks, state) : state, order, pass.Device);
        return Ordered(Rows(tasks, sizes, sorted), back, pass.Device);
    }
}
