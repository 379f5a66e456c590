using System.Text;
using Parallel = Bridge.Configuration.Parallel;

namespace Bridge.Adapters.Tests;

/// <summary>
/// A random legal tree of Stack, Parallel and BatchSplit over some adapters, and what a slow interpreter needs of it: for each row the adapters that act on it, in order.
/// </summary>
public sealed class RandomTree
{
    private readonly Random _random;
    private readonly string[] _adapters;

    /// <summary>The same seed gives the same tree.</summary>
    public RandomTree(int seed, string[] adapters, int rows)
    {
        (_random, _adapters) = (new Random(seed), adapters);
        Channels = _random.Next(1, 4);
        Rows = [.. Enumerable.Range(0, rows * Channels).Select(_ => new List<string>())];
        Composition = Root();
    }

    /// <summary>The tree.</summary>
    public Composition Composition { get; }

    /// <summary>How often the batch is repeated.</summary>
    public int Channels { get; }

    /// <summary>The adapters that act on each row, in order.</summary>
    public List<string>[] Rows { get; }

    /// <inheritdoc/>
    public override string ToString() => new StringBuilder(Composition.Write()).Append(" on ").Append(Rows.Length).Append(" rows").ToString();

    private Composition Root() => Channels > 1
        ? _random.Next(2) == 0 ? Repeated(0, Rows.Length, 1) : Surrounded(Repeated)
        : _random.Next(3) switch
        {
            0 => Split(0, Rows.Length, 1),
            1 => Surrounded(Split),
            _ => Line(0, Rows.Length),
        };

    private Stack Surrounded(Func<int, int, int, Composition> block)
    {
        var children = new List<Composition>();
        if (_random.Next(2) == 0) children.Add(Leaf(0, Rows.Length));
        children.Add(block(0, Rows.Length, 0));
        if (_random.Next(2) == 0) children.Add(Leaf(0, Rows.Length));
        return new Stack([.. children]);
    }

    // Below depth 1 only Stack and adapters stand.
    private Parallel Repeated(int start, int count, int deeper)
    {
        var each = count / Channels;
        return new Parallel([.. Enumerable.Range(0, Channels).Select(i => Part(start + i * each, each, deeper))]);
    }

    private BatchSplit Split(int start, int count, int deeper)
    {
        var sizes = new List<int>();
        for (var left = count; left > 0; left -= sizes[^1]) sizes.Add(_random.Next(1, left + 1));
        // Half of the time all parts are equal, which is the grouped case.
        if (_random.Next(2) == 0) sizes = [.. Enumerable.Repeat(1, count)];
        var children = new List<Composition>();
        foreach (var size in sizes)
        {
            children.Add(Part(start, size, deeper));
            start += size;
        }
        return new BatchSplit([.. children], [.. sizes]);
    }

    private Composition Part(int start, int count, int deeper) => _random.Next(4) switch
    {
        0 => Line(start, count),
        1 when deeper > 0 => Split(start, count, 0),
        _ => Leaf(start, count),
    };

    private Stack Line(int start, int count) => new([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Leaf(start, count))]);

    private Composition Leaf(int start, int count)
    {
        var name = _adapters[_random.Next(_adapters.Length)];
        for (var row = start; row < start + count; row++) Rows[row].Add(name);
        return name;
    }
}
