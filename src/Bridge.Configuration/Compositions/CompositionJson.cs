using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>The library's dictionaries of compositions (adapter_setup.json), with what it forgets: a fusion's name, and that weights are not to be normalised.</summary>
internal static class CompositionJson
{
    private const int MaxDepth = 32;

    /// <summary>The dictionary. Without <paramref name="keepAll"/> exactly the library's.</summary>
    public static ConfigMap Write(Composition composition, bool keepAll = true)
    {
        if (composition is Leaf leaf) return Map(("type", "single"), ("children", ConfigValue.List(leaf.Name)));
        var map = Map(("type", composition.Kind), ("children", ConfigValue.List(composition.Children.Select(c => Write(c, keepAll)))));
        var arguments = composition switch
        {
            Split s => Map(("splits", ConfigValue.List(s.Splits.Select(n => (ConfigValue)n)))),
            BatchSplit s => Map(("batch_sizes", ConfigValue.List(s.BatchSizes.Select(n => (ConfigValue)n)))),
            Average { ChangesWhenNormalized: true } a when keepAll => Map(("weights", Numbers(a.Weights)), ("normalize_weights", false)),
            Average a => Map(("weights", Numbers(a.Weights))),
            Fuse { GivenName: { Length: > 0 } name } when keepAll => Map(("name", name)),
            _ => ConfigMap.Empty,
        };
        return arguments.Entries.Count == 0 ? map : map.With("kwargs", arguments);
    }

    public static Composition Read(ConfigValue value, bool asSaved) =>
        Read(value, "setup", 0, asSaved) is var read and not Leaf ? read : throw Wrong("setup", "an adapter alone is no setup; a Stack of it is", value);

    private static Composition Read(ConfigValue value, string node, int depth, bool asSaved)
    {
        if (depth > MaxDepth) throw Wrong(node, $"blocks are nested deeper than {MaxDepth}", value);
        if (value is not ConfigMap map) throw Wrong(node, "an object with \"type\" and \"children\" is needed", value);
        if (map["type"] is not ConfigString type) throw Wrong(node, "\"type\" is missing", value);
        if (map["children"] is not ConfigSequence children) throw Wrong(node, "\"children\" is missing", value);
        var arguments = map["kwargs"] is ConfigMap given ? given : ConfigMap.Empty;
        if (type.Value == "single")
            return children.Items is [ConfigString name] ? new Leaf(name.Value) : throw Wrong(node, "a single adapter has one child, its name", value);
        var parts = ValueList.From(children.Items.Select((c, i) => Read(c, $"{node}.{type.Value}[{i}]", depth + 1, asSaved)));
        if (asSaved && type.Value == nameof(Average) && arguments["weights"] is not null) arguments = arguments.With("normalize_weights", false);
        return CompositionFactory.Make(type.Value, parts, arguments, $"{node}.{type.Value}");
    }

    private static ConfigSequence Numbers(ValueList<double> values) => ConfigValue.List(values.Select(v => (ConfigValue)v));

    private static ConfigMap Map(params (string Key, ConfigValue Value)[] entries) => ConfigMap.Of(entries.Select(e => KeyValuePair.Create(e.Key, e.Value)));

    private static BridgeException Wrong(string node, string why, ConfigValue found) =>
        BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{node}: {why}, found {Clipped.Text(found)}", ("node", node), ("found", Clipped.Text(found)));
}
