using Bridge.Configuration;

namespace Bridge.Adapters.Composing;

/// <summary>
/// The adapters of a block that divides the batch evenly among single adapters, all of which act in the slot: what they do to their rows can then be products over the whole
/// batch, (adapters, rows of each, ...), instead of one product an adapter.
/// </summary>
internal static class Group
{
    /// <summary>The modules in the order of their rows, or null where the composition is of another form.</summary>
    public static IReadOnlyList<TModule>? Of<TModule>(Composition setup, IReadOnlyDictionary<string, TModule> modules)
        where TModule : class => setup switch
    {
        Stack stack when stack.Children.Where(c => c.Flatten().Any(modules.ContainsKey)).ToList() is [var only] => Of(only, modules),
        BatchSplit split when split.BatchSizes.Distinct().Count() == 1 => Leaves(split, modules),
        Parallel parallel => Leaves(parallel, modules),
        _ => null,
    };

    /// <summary>Whether the composition's rows are those of the batch; where they are not, running it says so.</summary>
    public static bool Divides(Composition setup, long rows) => setup switch
    {
        Stack stack => stack.Children.All(c => c is Leaf || Divides(c, rows)),
        BatchSplit split => split.BatchSizes.Sum() == rows,
        _ => rows % setup.Children.Count == 0,
    };

    private static List<TModule>? Leaves<TModule>(Composition block, IReadOnlyDictionary<string, TModule> modules)
        where TModule : class
    {
        var found = new List<TModule>(block.Children.Count);
        foreach (var child in block.Children)
        {
            if (child is not Leaf leaf || !modules.TryGetValue(leaf.Name, out var module)) return null;
            found.Add(module);
        }
        return found.Count > 1 ? found : null;
    }
}
