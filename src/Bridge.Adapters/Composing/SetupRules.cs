using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Models.Slots;

namespace Bridge.Adapters.Composing;

/// <summary>
/// What a legal composition cannot be with these adapters, found before anything is computed: SLOT_NOT_SUPPORTED with the node, the adapter and the slot.
/// </summary>
internal sealed class SetupRules(SlotTable slots, IReadOnlyDictionary<string, Adapter> adapters, Func<Fuse, AdapterFusion> fusions)
{
    /// <summary>Refuses what cannot be computed.</summary>
    public void Check(Composition setup)
    {
        Check(setup, setup.Kind);
        if (!Stacks(setup)) return;
        foreach (var slot in slots.Linear.Where(slot => slot.InFeatures != slot.OutFeatures)) Chain(setup, setup.Kind, slot, false);
    }

    private void Check(Composition node, string path)
    {
        if (node is Fuse fuse)
        {
            Without(fuse, path, Prefixed, "attends over what each part changes; prefixes change no value, their keys meet in the attention's one softmax");
            Without(fuse, path, Prompted, "attends over what each part changes, token by token; prompts lengthen the sequence for all parts");
            Covered(fuse, path);
        }
        if (node is Split) Without(node, path, Prefixed, "divides tokens, and the keys of a prefix are seen by all tokens of a sequence");
        if (node is Average) Without(node, path, Prefixed, "weighs outputs; prefixes have none, their keys meet in the attention's one softmax (average the adapters' parameters instead)");
        for (var i = 0; i < node.Children.Count; i++) Check(node.Children[i], Path(path, i, node.Children[i]));
    }

    private static bool Stacks(Composition node) => node is Stack { Children.Count: > 1 } || node.Children.Any(Stacks);

    private string? Prefixed(Adapter adapter) => First(adapter.Modules.Attention.Keys, i => slots.Attention[i].Name);

    // Prompts beside another method. Of adapters that are prompts only the first one's act, as in the reference library.
    private static string? Prompted(Adapter adapter) =>
        adapter.Modules.Embedding.Any(m => m.Lengthens) && adapter.Modules.Count > adapter.Modules.Embedding.Count ? "embeddings" : null;

    private void Without(Composition node, string path, Func<Adapter, string?> place, string why)
    {
        foreach (var adapter in node.Flatten().Select(name => adapters[name]))
            if (place(adapter) is { } slot)
                throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"{path}: {node.Write()} {why}; adapter \"{adapter.Name}\" acts in {slot}",
                    ("node", path), ("composition", node.Write()), ("adapter", adapter.Name), ("slot", slot));
    }

    // A fusion made for other adapters may have no weights where these act.
    private void Covered(Fuse fuse, string path)
    {
        var fusion = fusions(fuse);
        foreach (var adapter in fuse.Flatten().Select(name => adapters[name]))
            if (Uncovered(fusion, adapter.Modules) is { } slot)
                throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"{path}: fusion \"{fusion.Name}\" has no weights in {slot}, where adapter \"{adapter.Name}\" acts",
                    ("node", path), ("fusion", fusion.Name), ("adapter", adapter.Name), ("slot", slot));
    }

    // Of hidden states the reference library's fusions know nothing; the first adapter acts on them then.
    private string? Uncovered(AdapterFusion fusion, AdapterModules modules) =>
        First(modules.Branch.Keys.Where(i => !fusion.Branch.ContainsKey(i)), i => slots.Branch[i].Name)
        ?? First(modules.Linear.Keys.Where(i => !fusion.Linear.ContainsKey(i)), i => slots.Linear[i].Name)
        ?? (fusion.Layer.Count == 0 ? null : First(modules.Layer.Keys.Where(i => !fusion.Layer.ContainsKey(i)), i => slots.Layer[i].Name));

    // Whether an adapter acted, and that none which takes what another gave stands behind one.
    private bool Chain(Composition node, string path, LinearSlot slot, bool before)
    {
        if (node is not Leaf leaf)
        {
            var after = before;
            for (var i = 0; i < node.Children.Count; i++)
            {
                var came = Chain(node.Children[i], Path(path, i, node.Children[i]), slot, node is Stack ? after : before);
                after |= came;
            }
            return after;
        }
        if (!adapters[leaf.Name].Modules.Linear.TryGetValue(slot.Index, out var module)) return before;
        if (before && module.Continues)
            throw BridgeException.Precondition(ErrorReason.SlotNotSupported,
                $"{path}: adapter \"{leaf.Name}\" takes the change of the one before it in {slot.Name}, which has {slot.OutFeatures} numbers where it needs {slot.InFeatures}",
                ("node", path), ("adapter", leaf.Name), ("slot", slot.Name), ("found", slot.OutFeatures), ("needed", slot.InFeatures));
        return true;
    }

    private static string Path(string path, int index, Composition child) => $"{path}[{index}]{(child is Leaf ? "" : "." + child.Kind)}";

    private static string? First(IEnumerable<int> slots, Func<int, string> name) => slots.Order().Select(name).FirstOrDefault();
}
