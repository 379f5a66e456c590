namespace Bridge.Configuration;

/// <summary>Which heads follow a composition: one, one for each part of Parallel, or one for each stretch of rows of BatchSplit.</summary>
/// <param name="Heads">The heads' names.</param>
/// <param name="BatchSizes">How many rows each gets; null where rows are not split.</param>
/// <param name="IsList">Whether there is one for each part, even if there is one part.</param>
public sealed record HeadSetup(ValueList<string> Heads, ValueList<int>? BatchSizes = null, bool IsList = false)
{
    /// <summary>The heads that the adapters' names say, as the library finds them; null where none follow.</summary>
    /// <param name="composition">The adapters.</param>
    /// <param name="known">The heads that exist; null where any name will do.</param>
    /// <exception cref="Bridge.Core.BridgeException">INVALID_ARGUMENT where a BatchSplit lacks a head.</exception>
    public static HeadSetup? For(Composition composition, IReadOnlyCollection<string>? known = null)
    {
        var last = composition is Stack { Children.Count: > 0 } ? composition.Children[^1] : composition;
        switch (last)
        {
            case Leaf leaf: return known is null || known.Contains(leaf.Name) ? new HeadSetup([leaf.Name]) : null;
            case Parallel: return new HeadSetup(Names(last), IsList: true);
            case BatchSplit split:
                var names = Names(last);
                if (known is not null && names.FirstOrDefault(n => !known.Contains(n)) is { } missing)
                    throw Core.BridgeException.Invalid(Core.ErrorReason.CompositionInvalid, $"{Clipped.Text(composition)}: there is no head {missing}; BatchSplit needs {Clipped.Text(string.Join(", ", names))}",
                        ("setup", Clipped.Text(composition)), ("missing", missing), ("needed", Clipped.Text(string.Join(", ", names))));
                return new HeadSetup(names, split.BatchSizes);
            default: return null;
        }
    }

    /// <summary>As the library's files have it: a name, a list of names, or a BatchSplit.</summary>
    public ConfigValue ToValue()
    {
        if (BatchSizes is { } sizes) return CompositionJson.Write(new BatchSplit(ValueList.From(Heads.Select(h => (Composition)h)), sizes));
        return IsList ? ConfigValue.List(Heads.Select(h => (ConfigValue)h)) : Heads[0];
    }

    /// <summary>Reads the library's form; null for null.</summary>
    /// <exception cref="Core.BridgeException">INVALID_ARGUMENT where it is none of the three.</exception>
    public static HeadSetup? FromValue(ConfigValue? value) => value switch
    {
        null or ConfigNull => null,
        ConfigString name => new HeadSetup([name.Value]),
        ConfigSequence list when list.Items.All(i => i is ConfigString) => new HeadSetup(ValueList.From(list.Items.Select(i => ((ConfigString)i).Value)), IsList: true),
        ConfigMap map when CompositionJson.Read(map, asSaved: true) is BatchSplit split => new HeadSetup(Names(split), split.BatchSizes),
        _ => throw Core.BridgeException.Invalid(Core.ErrorReason.CompositionInvalid, $"head_setup {Clipped.Text(value)} is no head's name, no list of them and no BatchSplit", ("found", Clipped.Text(value))),
    };

    private static ValueList<string> Names(Composition block) => ValueList.From(block.Children.Select(c => c.Last() ?? ""));
}
