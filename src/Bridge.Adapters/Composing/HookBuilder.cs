using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>Finds the slots in which a composition acts and puts a hook into each.</summary>
internal sealed class HookBuilder(
    SlotTable slots, IReadOnlyDictionary<string, Adapter> adapters, FusionSet fusions, Composition composition, IReadOnlyCollection<int> skipLayers)
{
    private readonly List<Adapter> _acting = [.. composition.Flatten().Distinct().Select(name => adapters[name])];

    // By the block's name.
    private readonly Dictionary<string, AdapterFusion> _fusions = Blocks<Fuse>(composition).DistinctBy(fuse => fuse.Name).ToDictionary(fuse => fuse.Name, fusions.For);

    private Adapter First => adapters[composition.First()!];

    public SlotHooks Build()
    {
        var hooks = new SlotHooks(slots) { RowFactor = Divides() ? composition.ParallelChannels : 1, RepeatBefore = FirstLayer(), Embedding = Embedding() };
        foreach (var slot in slots.Linear)
            if (Modules(slot.Layer, slot.Index, m => m.Linear) is { } modules) hooks.Linear[slot.Index] = new LinearHook(composition, modules, Fusions(slot.Index, f => f.Linear));
        foreach (var slot in slots.Branch)
            if (Modules(slot.Layer, slot.Index, m => m.Branch) is { } modules) hooks.Branch[slot.Index] = new BranchHook(composition, modules, Fusions(slot.Index, f => f.Branch));
        foreach (var slot in slots.Attention)
            if (Modules(slot.Layer, slot.Index, m => m.Attention) is { } modules) hooks.Attention[slot.Index] = new AttentionHook(composition, modules);
        foreach (var slot in slots.Layer)
            if (Layer(slot) is { } hook) hooks.Layer[slot.Layer] = hook;
        return hooks;
    }

    // A composition that fuses changes of hidden states is none of the reference library's: each of its adapters acts where it stands.
    private ILayerHook? Layer(LayerSlot slot)
    {
        if (FusesStates) return Modules(slot.Layer, slot.Layer, m => m.Layer) is { } modules ? new LayerHook(composition, modules, Fusions(slot.Layer, f => f.Layer)) : null;
        return !skipLayers.Contains(slot.Layer) && First.Modules.Layer.TryGetValue(slot.Layer, out var module) ? new FirstLayerHook(module) : null;
    }

    private bool FusesStates => Blocks<Fuse>(composition).Any(fuse => _fusions[fuse.Name].Layer.Count > 0 && fuse.Flatten().Any(name => adapters[name].Modules.Layer.Count > 0));

    // Methods that look at the first adapter only leave the rows alone.
    private bool Divides() => FusesStates || _acting.Any(a => a.Modules.Linear.Count + a.Modules.Branch.Count + a.Modules.Attention.Count > 0);

    private EmbeddingHook? Embedding() => First.Modules.Embedding is { Count: > 0 } modules ? new EmbeddingHook(modules) : null;

    private Dictionary<string, FusionLayer> Fusions(int index, Func<AdapterFusion, IReadOnlyDictionary<int, FusionLayer>> kind) =>
        _fusions.Where(f => kind(f.Value).ContainsKey(index)).ToDictionary(f => f.Key, f => kind(f.Value)[index], StringComparer.Ordinal);

    private static IEnumerable<TBlock> Blocks<TBlock>(Composition node)
        where TBlock : Composition =>
        node.Children.SelectMany(Blocks<TBlock>).Concat(node is TBlock block ? [block] : []);

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
        if (First.Modules.Embedding.Count > 0) return -1;
        var layers = _acting.Select(a => a.Modules).SelectMany(m => m.Linear.Keys.Select(i => slots.Linear[i].Layer)
            .Concat(m.Branch.Keys.Select(i => slots.Branch[i].Layer))
            .Concat(m.Attention.Keys.Select(i => slots.Attention[i].Layer))
            .Concat(m.Layer.Keys)).Where(layer => !skipLayers.Contains(layer)).ToList();
        return layers.Count == 0 ? -1 : layers.Min();
    }
}
