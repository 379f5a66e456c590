using Bridge.Configuration;
using Bridge.Core;

namespace Goldens.Configs;

/// <summary>compositions.json: trees, their validation, their forms, heads.</summary>
internal static class CompositionsGoldens
{
    public static IEnumerable<GoldenLine> Lines(ConfigMap file)
    {
        foreach (var part in new[] { "compositions", "nested", "model_types" })
            foreach (var entry in file.Maps(part))
                yield return new GoldenLine($"{Name(entry["tree"])}{(entry["model_type"] is { } type ? $" on {type}" : "")}", () => Tree(entry));
        foreach (var entry in file.Maps("equality"))
            yield return new GoldenLine($"{Name(entry["left"])} == {Name(entry["right"])}", () => Equality(entry));
        foreach (var entry in file.Maps("from_dict"))
            yield return new GoldenLine($"from_dict {Name(entry["value"])}", () => FromDictionary(entry));
        foreach (var entry in file.Maps("heads"))
            yield return new GoldenLine($"heads of {Name(entry["tree"])} among {entry["reference"]}", () => Heads(entry));
    }

    private static string Name(ConfigValue? tree) => ConfigJson.Write(tree ?? ConfigValue.Null);

    private static string? Tree(ConfigMap entry)
    {
        var modelType = entry["model_type"] is ConfigString type ? type.Value : null;
        if (entry["build_error"] is not null) return MustFail(() => CompositionTrees.Parse(entry["tree"]!));
        if (entry["parse_error"] is not null)
            return MustFail(() =>
            {
                var tree = CompositionTrees.Parse(entry["tree"]!)!;
                CompositionRules.Validate(tree, modelType, checkSizes: false);
                return tree;
            }) ?? (entry["built"] is ConfigMap built ? Describe(built, CompositionTrees.Build(entry["tree"]!)!) : null);
        var parsed = CompositionTrees.Parse(entry["tree"]!);
        // A block without parts counts as nothing in Python.
        if (entry["parsed"] is not ConfigMap expected) return parsed is null or { Children.Count: 0 } ? null : $"expected nothing, found {parsed}";
        if (parsed is null) return "expected a composition, found nothing";
        CompositionRules.Validate(parsed, modelType, checkSizes: false);
        return Describe(expected, parsed)
            ?? (entry["heads"] is { } heads ? GoldenMaps.Difference("heads", heads, HeadSetup.For(parsed)?.ToValue() ?? ConfigValue.Null) : null)
            ?? (Composition.Parse(parsed.Write()) == parsed ? null : $"its text {parsed} does not give it back")
            ?? (Composition.FromJson(parsed.ToJson()) == parsed ? null : $"its JSON {parsed.ToJson()} does not give it back");
    }

    private static string? Describe(ConfigMap expected, Composition block)
    {
        foreach (var (key, value) in expected.Texts)
        {
            ConfigValue? actual = key switch
            {
                "repr" => block.ToLibraryText(),
                "to_dict" => block.ToLibraryDictionary(),
                "flatten" => ConfigValue.List(block.Flatten().Order(StringComparer.Ordinal).Select(n => (ConfigValue)n)),
                "first" => block.First(),
                "last" => block.Last(),
                "parallel_channels" => block.ParallelChannels,
                "len" => block.Children.Count,
                "name" => (block as Fuse)?.Name,
                "splits" => Numbers((block as Split)?.Splits),
                "batch_sizes" => Numbers((block as BatchSplit)?.BatchSizes),
                "weights" => ConfigValue.List(((Average)block).Weights.Select(w => (ConfigValue)w)),
                _ => value,
            };
            if (key == "weights" || key == "to_dict")
            {
                // The library keeps weights as they were typed, 1 or 1.0; they are the same numbers.
                if (!PythonEquality.AreEqual(value, actual!)) return GoldenMaps.Difference(key, value, actual);
            }
            else if (GoldenMaps.Difference(key, value, actual) is { } difference) return difference;
        }
        if (expected["round_trip"] is not ConfigMap trip) return null;
        if (trip["error"] is not null) return MustFail(() => Composition.FromDictionary(block.ToLibraryDictionary()));
        return Describe(trip, Composition.FromDictionary(block.ToLibraryDictionary()));
    }

    private static ConfigSequence Numbers(ValueList<int>? values) => ConfigValue.List((values ?? []).Select(v => (ConfigValue)v));

    // The library stops comparing at the shorter block's end and looks at no argument. Two trees that are equal here are equal there; the converse
    // holds for trees of the same shape.
    private static string? Equality(ConfigMap entry)
    {
        var (left, right) = (CompositionTrees.Build(entry["left"]!)!, CompositionTrees.Build(entry["right"]!)!);
        return GoldenMaps.Difference("equal", entry["equal"], LibraryEquals(left, right)) ?? (left == right && !LibraryEquals(left, right) ? "equal here but not there" : null);
    }

    private static bool LibraryEquals(Composition a, Composition b) =>
        (a is Leaf || b is Leaf) ? a == b : a.Kind == b.Kind && a.Children.Zip(b.Children).All(p => LibraryEquals(p.First, p.Second));

    private static string? FromDictionary(ConfigMap entry) =>
        entry["error"] is not null ? MustFail(() => Composition.FromDictionary(entry["value"]!)) : Describe(entry, Composition.FromDictionary(entry["value"]!));

    private static string? Heads(ConfigMap entry)
    {
        var known = ((ConfigSequence)entry["reference"]!).Items.OfType<ConfigString>().Select(s => s.Value).ToList();
        var tree = CompositionTrees.Build(entry["tree"]!)!;
        return entry["error"] is not null
            ? MustFail(() => HeadSetup.For(tree, known))
            : GoldenMaps.Difference("heads", entry["heads"], HeadSetup.For(tree, known)?.ToValue() ?? ConfigValue.Null);
    }

    private static string? MustFail(Func<object?> action)
    {
        try
        {
            return $"expected an error, found {action()}";
        }
        catch (BridgeException e)
        {
            return e.Reason == ErrorReason.CompositionInvalid ? null : $"{e.Reason}: {e.Message}";
        }
    }
}
