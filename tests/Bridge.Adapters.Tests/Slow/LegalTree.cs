using Parallel = Bridge.Configuration.Parallel;

namespace Bridge.Adapters.Tests.Slow;

/// <summary>
/// A random legal tree of all seven blocks over adapters of several methods: a prefix only where it has a whole row for itself (the reference fills up rows with fewer keys by a rule of
/// its own).
/// </summary>
public sealed class LegalTree
{
    private readonly Random _random;
    private readonly int _rows;
    private readonly int _tokens;
    private readonly int _channels;
    private readonly IReadOnlyList<string> _whole;
    private readonly IReadOnlyList<string> _any;
    private readonly IReadOnlyList<string> _fused;

    /// <summary>The same seed gives the same tree. <paramref name="whole"/>: adapters for whole rows; <paramref name="any"/>: for all places; <paramref name="fused"/>: those that fuse.</summary>
    public LegalTree(int seed, IReadOnlyList<string> whole, IReadOnlyList<string> any, IReadOnlyList<string> fused, int rows, int tokens)
    {
        (_random, _whole, _any, _fused, _tokens) = (new Random(seed), whole, any, fused, tokens);
        _channels = _random.Next(3) == 0 ? _random.Next(2, 4) : 1;
        _rows = rows * _channels;
        Tasks = [.. Enumerable.Range(0, _rows).Select(_ => _random.Next(2))];
        Root = Make(_channels > 1 ? _random.Next(2) == 0 ? "Parallel" : "Stack" : Pick(["Leaf", "Stack", "Stack", "Stack", "Fuse", "Split", "BatchSplit", "Average", "MultiTask"]), 0, _rows, tokens, true);
        // A gate is open as far as the mean of the tokens that it sees: the interpreter, which takes tokens apart, does not know of which.
        if (Root.Write().Contains("Split(", StringComparison.Ordinal)) Root = Composition.Parse(Root.Write().Replace("gated", "lora1", StringComparison.Ordinal));
    }

    /// <summary>The tree.</summary>
    public Composition Root { get; }

    /// <summary>The tasks of the rows, of two.</summary>
    public IReadOnlyList<int> Tasks { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Root.Write()} on {_rows} rows, tasks {string.Join("", Tasks)}";

    private Composition Make(string kind, int level, int rows, int tokens, bool wholeRows) => kind switch
    {
        "Leaf" => Pick(wholeRows && _whole.Count > 0 && _random.Next(3) == 0 ? _whole : _any),
        "Stack" => Chain(level, rows, tokens, wholeRows),
        "Parallel" => new Parallel(Parts(kind, level, Sizes(rows, _channels, even: true), size => (size, tokens), wholeRows)),
        "BatchSplit" => Batches(level, rows, tokens, wholeRows),
        "Split" => Tokens(level, rows, tokens),
        "Average" => Averaged(level, rows, tokens),
        "MultiTask" => new MultiTask(ValueList.From(Enumerable.Range(0, 2).Select(task => Inside(kind, level, Tasks.Count(t => t == task), tokens, wholeRows)))),
        _ => Fused(),
    };

    // Named, so that it can be made for all adapters of its parts.
    private Fuse Fused()
    {
        var parts = ValueList.From(_fused.OrderBy(_ => _random.Next()).Take(_random.Next(2, 4)).Select(name => _random.Next(3) == 0 ? new Stack([Pick(_fused), name]) : (Composition)name));
        return new Fuse(parts, string.Join('-', new Stack(parts).Flatten()));
    }

    private Stack Chain(int level, int rows, int tokens, bool wholeRows)
    {
        var children = new List<Composition>();
        var block = level == 0 ? _random.Next(3) : -1;
        for (var i = 0; i < _random.Next(1, 4) || i <= block; i++)
            // What divides the rows of all channels stands in the middle of a stack at the root; other links are adapters.
            children.Add(i == block ? Make(_channels > 1 ? "Parallel" : Pick(Allowed("Stack")), 1, rows, tokens, wholeRows && i == 0) : Pick(_any));
        if (level == 0 && _channels > 1 && !children.Any(c => c is Parallel)) children.Add(Make("Parallel", 1, rows, tokens, false));
        return new Stack(ValueList.From(children));
    }

    private BatchSplit Batches(int level, int rows, int tokens, bool wholeRows)
    {
        var sizes = Sizes(rows, _random.Next(1, 4), even: _random.Next(2) == 0);
        return new BatchSplit(Parts("BatchSplit", level, sizes, size => (size, tokens), wholeRows), ValueList.From(sizes));
    }

    private Split Tokens(int level, int rows, int tokens)
    {
        var sizes = Sizes(tokens, _random.Next(1, 4), even: false);
        return new Split(Parts("Split", level, sizes, size => (rows, size), false), ValueList.From(sizes));
    }

    private Average Averaged(int level, int rows, int tokens)
    {
        var count = _random.Next(1, 4);
        var children = ValueList.From(Enumerable.Range(0, count).Select(_ => Inside("Average", level, rows, tokens, false)));
        return new Average(children, ValueList.From(Enumerable.Range(0, count).Select(_ => 0.5 + _random.NextDouble())));
    }

    private ValueList<Composition> Parts(string kind, int level, int[] sizes, Func<int, (int Rows, int Tokens)> extent, bool wholeRows) =>
        ValueList.From(sizes.Select(size => Inside(kind, level, extent(size).Rows, extent(size).Tokens, wholeRows)));

    // A part of a block: below depth 1 only Stack and adapters stand.
    private Composition Inside(string kind, int level, int rows, int tokens, bool wholeRows)
    {
        var blocks = level == 0 ? Allowed(kind) : ["Stack"];
        return _random.Next(2) == 0 ? Make("Leaf", level + 1, rows, tokens, wholeRows) : Make(Pick(blocks), level + 1, rows, tokens, wholeRows);
    }

    private static IReadOnlyList<string> Allowed(string kind) => [.. CompositionRules.AllowedIn(kind).Where(k => k != "Parallel")];

    private int[] Sizes(int total, int count, bool even)
    {
        if (even && total % count == 0) return [.. Enumerable.Repeat(total / count, count)];
        var sizes = new List<int>();
        for (var left = total; left > 0; left -= sizes[^1]) sizes.Add(sizes.Count == count - 1 ? left : _random.Next(1, left + 1));
        return [.. sizes];
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
