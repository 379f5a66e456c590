using Bridge.Configuration;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Finds the slots in which a composition acts and puts a hook into each.</summary>
internal sealed class HookBuilder(SlotTable slots, IReadOnlyDictionary<string, Adapter> adapters, Composition composition, IReadOnlyCollection<int> skipLayers)
{
    private readonly List<Adapter> _acting = [.. composition.Flatten().Distinct().Select(name => adapters[name])];

    public SlotHooks Build()
    {
        var hooks = new SlotHooks(slots) { RowFactor = composition.ParallelChannels, RepeatBefore = FirstLayer() };
        foreach (var slot in slots.Linear)
            if (Modules(slot.Layer, slot.Index, m => m.Linear) is { } modules) hooks.Linear[slot.Index] = new LinearHook(composition, modules);
        foreach (var slot in slots.Branch)
            if (Modules(slot.Layer, slot.Index, m => m.Branch) is { } modules) hooks.Branch[slot.Index] = new BranchHook(composition, modules);
        return hooks;
    }

    private Dictionary<string, TModule>? Modules<TModule>(int layer, int index, Func<AdapterModules, Dictionary<int, TModule>> kind)
        where TModule : class
    {
        if (skipLayers.Contains(layer)) return null;
        Dictionary<string, TModule>? found = null;
        foreach (var adapter in _acting)
            if (kind(adapter.Modules).TryGetValue(index, out var module)) (found ??= new(StringComparer.Ordinal))[adapter.Name] = module;
        return found;
    }

    // Everything below the first block with an adapter is the same for all children of a Parallel block and is computed once.
    private int FirstLayer()
    {
        var layers = _acting.SelectMany(a => a.Modules.Linear.Keys.Select(i => slots.Linear[i].Layer).Concat(a.Modules.Branch.Keys.Select(i => slots.Branch[i].Layer)))
            .Where(layer => !skipLayers.Contains(layer)).ToList();
        return layers.Count == 0 ? -1 : layers.Min();
    }
}
