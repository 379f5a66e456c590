using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Makes a block of its name, parts and arguments.</summary>
internal static class CompositionFactory
{
    public static readonly ValueList<string> Kinds = ["Stack", "Fuse", "Split", "BatchSplit", "Parallel", "Average", "MultiTask"];

    public static Composition Make(string kind, ValueList<Composition> children, ConfigMap arguments, string node)
    {
        var allowed = kind switch
        {
            "Stack" or "Parallel" or "MultiTask" => ValueList.From<string>([]),
            "Fuse" => ["name"],
            "Split" => ["splits"],
            "BatchSplit" => ["batch_sizes"],
            "Average" => ["weights", "normalize_weights"],
            _ => throw UnknownKind(kind, node),
        };
        foreach (var (name, _) in arguments.Texts)
            if (!allowed.Contains(name)) throw Wrong(node, $"{kind} takes no {name}; it takes {(allowed.Count == 0 ? "parts only" : string.Join(", ", allowed))}", name);
        return kind switch
        {
            "Stack" => new Stack(children),
            "Parallel" => new Parallel(children),
            "MultiTask" => new MultiTask(children),
            "Fuse" => new Fuse(children, Name(arguments, node)),
            "Split" => new Split(children, Sizes(arguments, "splits", children.Count, node)),
            "BatchSplit" => new BatchSplit(children, Sizes(arguments, "batch_sizes", children.Count, node)),
            _ => Average.Of(children, Weights(arguments, node), arguments["normalize_weights"] is not ConfigBool { Value: false }),
        };
    }

    public static BridgeException UnknownKind(string kind, string node)
    {
        var nearest = Nearest.Of(kind, Kinds);
        var hint = nearest is null ? "" : $"; did you mean {nearest}?";
        return BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{node}: there is no block {Clipped.Text(kind)}; there are {string.Join(", ", Kinds)}{hint}",
            ("node", node), ("found", Clipped.Text(kind)), ("nearest", nearest), ("allowed", string.Join(", ", Kinds)));
    }

    private static string? Name(ConfigMap arguments, string node) => arguments["name"] switch
    {
        null or ConfigNull => null,
        ConfigString s => s.Value,
        var other => throw Wrong(node, $"name {other} is no text", other.PythonText),
    };

    // One number stands for all parts.
    private static ValueList<int> Sizes(ConfigMap arguments, string name, int parts, string node) => arguments[name] switch
    {
        null => throw Wrong(node, $"{name} is missing: a size for each of the {parts} parts, or one for all", "nothing"),
        ConfigSequence list => ValueList.From(list.Items.Select(item => Size(item, name, node))),
        var one => ValueList.From(Enumerable.Repeat(Size(one, name, node), parts)),
    };

    private static int Size(ConfigValue value, string name, string node) =>
        value is ConfigInteger i && i.Value >= 0 && i.Value <= int.MaxValue ? (int)i.Value : throw Wrong(node, $"{name} {value} is no size; a whole number from 0 is", value.PythonText);

    private static ValueList<double>? Weights(ConfigMap arguments, string node) => arguments["weights"] switch
    {
        null or ConfigNull => null,
        ConfigSequence list => ValueList.From(list.Items.Select(item => item switch
        {
            ConfigInteger i => (double)i.Value,
            ConfigNumber n when double.IsFinite(n.Value) => n.Value,
            _ => throw Wrong(node, $"weight {item} is no finite number", item.PythonText),
        })),
        var other => throw Wrong(node, $"weights {other} is no list of numbers", other.PythonText),
    };

    private static BridgeException Wrong(string node, string why, string found) =>
        BridgeException.Invalid(ErrorReason.CompositionInvalid, $"{node}: {Clipped.Text(why)}", ("node", node), ("found", Clipped.Text(found)));
}
