using Bridge.Configuration;

namespace Bridge.Adapters.Composing;

/// <summary>Finds out whether a composition comes to a single adapter in a slot: then one fused operation may stand for the whole of it.</summary>
internal static class Sole
{
    /// <summary>The one module that acts in this slot on all rows, or null where there are several or rows are divided.</summary>
    public static TModule? Of<TModule>(Composition setup, IReadOnlyDictionary<string, TModule> modules)
        where TModule : class => setup switch
    {
        Leaf leaf => modules.GetValueOrDefault(leaf.Name),
        Stack stack when stack.Children.Where(c => c.Flatten().Any(modules.ContainsKey)).ToList() is [var only] => Of(only, modules),
        _ => null,
    };
}
