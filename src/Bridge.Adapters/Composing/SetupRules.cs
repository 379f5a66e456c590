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
            Without(fuse, path, a => First(a.Modules.Linear.Keys, i => slots.Linear[i].Name), "attends over outputs of bottleneck adapters, where a branch joins the residual");
            Without(fuse, path, a => First(a.Modules.Attention.Keys, i => slots.Attention[i].Name), "attends over outputs of bottleneck adapters; prefixes have none, their keys meet in the attention's one softmax");
            Covered(fuse, path);
        }
        if (node is Split) Without(node, path, Prefixed, "divides tokens, and the keys of a prefix are seen by all tokens of a sequence");
        if (node is Average) Without(node, path, Prefixed, "weighs outputs; prefixes have none, their keys meet in the attention's one softmax (average the adapters' parameters instead)");
        for (var i = 0; i < node.Children.Count; i++) Check(node.Children[i], Path(path, i, node.Children[i]));
    }

    private static bool Stacks(Composition node) => node is Stack { Children.Count: > 1 } || node.Children.Any(Stacks);

    private string? Prefixed(Adapter adapter) => First(adapter.Modules.Attention.Keys, i => slots.Attention[i].Name);

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
            if (First(adapter.Modules.Branch.Keys.Where(i => !fusion.Layers.ContainsKey(i)), i => slots.Branch[i].Name) is { } slot)
                throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"{path}: fusion \"{fusion.Name}\" has no weights in {slot}, where adapter \"{adapter.Name}\" acts",
                    ("node", path), ("fusion", fusion.Name), ("adapter", adapter.Name), ("slot", slot));
    }

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
