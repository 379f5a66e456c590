using Parallel = Bridge.Configuration.Parallel;

namespace Bridge.Adapters.Tests.Slow;

/// <summary>What a composition is for one token of one row: adapters one after another, averaged or fused; everything that divides rows or tokens is gone.</summary>
/// <param name="Rows">Rows of the batch that the node sees.</param>
/// <param name="Tokens">Tokens that the node sees.</param>
/// <param name="Tasks">Tasks of the rows.</param>
public sealed record Reduction(int Rows, int Tokens, IReadOnlyList<int> Tasks)
{
    /// <summary>The tree of one token in one row.</summary>
    public Composition Of(Composition node, int row, int token) => node switch
    {
        Stack => new Stack(ValueList.From(node.Children.Select(child => Of(child, row, token)))),
        Average average => new Average(ValueList.From(node.Children.Select(child => Of(child, row, token))), average.Weights),
        Parallel => OfRow(node, [.. node.Children.Select(_ => Rows / node.Children.Count)], row, token),
        BatchSplit split => OfRow(node, [.. split.BatchSizes], row, token),
        Split split => OfToken(node, [.. split.Splits], row, token),
        MultiTask => (this with { Rows = Tasks.Count(t => t == Tasks[row]) }).Of(node.Children[Tasks[row]], Tasks.Take(row).Count(t => t == Tasks[row]), token),
        _ => node,
    };

    private Composition OfRow(Composition node, int[] sizes, int row, int token)
    {
        var (part, at) = Find(sizes, row);
        return (this with { Rows = sizes[part] }).Of(node.Children[part], at, token);
    }

    private Composition OfToken(Composition node, int[] sizes, int row, int token)
    {
        var (part, at) = Find(sizes, token);
        return (this with { Tokens = sizes[part] }).Of(node.Children[part], row, at);
    }

    private static (int Part, int At) Find(int[] sizes, int place)
    {
        var part = 0;
        while (place >= sizes[part]) place -= sizes[part++];
        return (part, place);
    }
}
