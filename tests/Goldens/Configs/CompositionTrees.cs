using Bridge.Configuration;
using Bridge.Core;

namespace Goldens.Configs;

/// <summary>Builds the golden data's trees, <c>[block, [children], {arguments}]</c>, as Python code would: a list inside a block is a Stack of its own.</summary>
internal static class CompositionTrees
{
    /// <summary>The block; null for what Python takes for nothing.</summary>
    public static Composition? Build(ConfigValue tree)
    {
        switch (tree)
        {
            case ConfigString { Value: "" } or ConfigNull: return null;
            case ConfigString name: return new Leaf(name.Value);
            case ConfigSequence { Items: [ConfigString kind, ConfigSequence children, ..] } block when kind.Value == "list":
                return children.Items.Count == 0 ? null : new Stack(Children(children));
            case ConfigSequence { Items: [ConfigString kind, ConfigSequence children, ..] } block:
                var arguments = block.Items.Count > 2 ? (ConfigMap)block.Items[2] : ConfigMap.Empty;
                return FromParts(kind.Value, Children(children), arguments);
            default: throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{tree} is no adapter and no block", ("found", tree));
        }
    }

    /// <summary>What the library's parse_composition makes of it: a Stack around one adapter, lists as Stack, Fuse and Stack again by their depth.</summary>
    public static Composition? Parse(ConfigValue tree, int level = 0)
    {
        if (tree is ConfigSequence { Items: [ConfigString { Value: "list" }, ConfigSequence items] })
        {
            if (items.Items.Count == 0) return null;
            var parts = ValueList.From(items.Items.Select(i => Parse(i, level + 1) ?? throw BridgeException.Invalid(ErrorReason.CompositionInvalid, "a part is empty")));
            return level == 1 ? new Fuse(parts) : new Stack(parts);
        }
        var built = Build(tree);
        return level == 0 ? built?.AsBlock() : built;
    }

    private static ValueList<Composition> Children(ConfigSequence children) =>
        ValueList.From(children.Items.Select(c => Build(c) ?? throw BridgeException.Invalid(ErrorReason.CompositionInvalid, "a part is empty")));

    // Through the library's dictionary form, which knows every block and argument.
    private static Composition FromParts(string kind, ValueList<Composition> children, ConfigMap arguments)
    {
        var leaves = ConfigValue.List(children.Select(c => c is Leaf leaf ? Single(leaf.Name) : (ConfigValue)ConfigJson.FromNode(c.ToJson())));
        var map = ConfigMap.Empty.With("type", kind).With("children", leaves);
        return Composition.FromDictionary(arguments.Entries.Count == 0 ? map : map.With("kwargs", arguments));
    }

    private static ConfigMap Single(string name) => ConfigMap.Empty.With("type", "single").With("children", ConfigValue.List(name));
}
