using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Api.Mapping;

/// <summary>Between setups and compositions.</summary>
internal static class SetupMapper
{
    private const int MaxDepth = 32;

    /// <summary>The composition of a setup; null for the base model alone.</summary>
    public static Composition? Read(V1.Setup? setup, string field)
    {
        if (setup is null) return null;
        try
        {
            return setup.AdaptersCase switch
            {
                V1.Setup.AdaptersOneofCase.Composition => Read(setup.Composition, $"{field}.composition", 0),
                V1.Setup.AdaptersOneofCase.CompositionString => Composition.Parse(setup.CompositionString),
                _ => null,
            };
        }
        catch (BridgeException error) when (error.Violations.Count == 0)
        {
            throw Violations.At(error, field);
        }
    }

    /// <summary>The token embeddings of a setup; null for the model's own.</summary>
    public static string? Embedding(V1.Setup? setup) => setup is { Embedding.Length: > 0 } ? setup.Embedding : null;

    /// <summary>A setup that says the same.</summary>
    public static V1.Setup Write(Composition? composition, IEnumerable<string> heads, string? embedding = null)
    {
        var setup = new V1.Setup { Embedding = embedding ?? "" };
        if (composition is not null) setup.Composition = Write(composition);
        setup.Heads.AddRange(heads);
        return setup;
    }

    private static Composition Read(V1.Composition message, string field, int depth)
    {
        if (depth > MaxDepth) throw Violations.Of(field, ErrorReason.CompositionInvalid, $"blocks are nested deeper than {MaxDepth}");
        return message.NodeCase switch
        {
            V1.Composition.NodeOneofCase.Adapter => new Leaf(message.Adapter),
            V1.Composition.NodeOneofCase.Stack => new Stack(Children(message.Stack.Children, $"{field}.stack", depth)),
            V1.Composition.NodeOneofCase.Parallel => new Configuration.Parallel(Children(message.Parallel.Children, $"{field}.parallel", depth)),
            V1.Composition.NodeOneofCase.Fuse => new Fuse(Children(message.Fuse.Children, $"{field}.fuse", depth), message.Fuse.HasName ? message.Fuse.Name : null),
            V1.Composition.NodeOneofCase.Split => new Split(Children(message.Split.Children, $"{field}.split", depth), Sizes(message.Split.Splits, message.Split.Children.Count)),
            V1.Composition.NodeOneofCase.BatchSplit => new BatchSplit(Children(message.BatchSplit.Children, $"{field}.batch_split", depth), Sizes(message.BatchSplit.BatchSizes, message.BatchSplit.Children.Count)),
            V1.Composition.NodeOneofCase.Average => Average.Of(Children(message.Average.Children, $"{field}.average", depth),
                message.Average.Weights.Count == 0 ? null : ValueList.From(message.Average.Weights), !message.Average.HasNormalizeWeights || message.Average.NormalizeWeights),
            V1.Composition.NodeOneofCase.MultiTask => new MultiTask(Children(message.MultiTask.Children, $"{field}.multi_task", depth)),
            _ => throw Violations.Of(field, ErrorReason.CompositionInvalid, $"{field}: no node is set; set exactly one"),
        };
    }

    private static ValueList<Composition> Children(IEnumerable<V1.Composition> children, string field, int depth) =>
        ValueList.From(children.Select((c, i) => Read(c, $"{field}.children[{i}]", depth + 1)));

    // One number stands for all parts.
    private static ValueList<int> Sizes(IReadOnlyList<int> sizes, int parts) => ValueList.From(sizes is [var one] ? Enumerable.Repeat(one, parts) : sizes);

    private static V1.Composition Write(Composition composition)
    {
        var children = composition.Children.Select(Write);
        switch (composition)
        {
            case Leaf leaf: return new V1.Composition { Adapter = leaf.Name };
            case Stack: return new V1.Composition { Stack = new V1.Stack { Children = { children } } };
            case Configuration.Parallel: return new V1.Composition { Parallel = new V1.Parallel { Children = { children } } };
            case Split s: return new V1.Composition { Split = new V1.Split { Children = { children }, Splits = { s.Splits } } };
            case BatchSplit s: return new V1.Composition { BatchSplit = new V1.BatchSplit { Children = { children }, BatchSizes = { s.BatchSizes } } };
            case Average a: return new V1.Composition { Average = new V1.Average { Children = { children }, Weights = { a.Weights }, NormalizeWeights = false } };
            case MultiTask: return new V1.Composition { MultiTask = new V1.MultiTask { Children = { children } } };
            case Fuse f:
                var fuse = new V1.Fuse { Children = { children } };
                if (f.GivenName is { } name) fuse.Name = name;
                return new V1.Composition { Fuse = fuse };
            default: throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"block {composition.Kind} is not known", ("block", composition.Kind));
        }
    }
}
