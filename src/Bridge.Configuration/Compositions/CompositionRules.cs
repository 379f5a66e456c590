using System.Globalization;
using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Which blocks may stand in which, as the reference library has it, and that sizes and weights fit the parts.</summary>
public static class CompositionRules
{
    private const int MostViolations = 64;

    /// <summary>The model types for which the reference library allows Parallel.</summary>
    public static ValueList<string> LibraryParallelModels { get; } =
    [
        "albert", "bert", "roberta", "distilbert", "deberta-v2", "deberta", "bart", "mbart", "mt5", "plbart", "gpt2", "gptj", "t5", "vit", "xlm-roberta",
        "bert-generation", "llama", "mistral", "electra", "whisper", "xmod",
    ];

    /// <summary>The blocks that may stand directly in a block of this kind, adapters aside, which may stand in all.</summary>
    public static ValueList<string> AllowedIn(string kind) => kind switch
    {
        "Stack" => ["Fuse", "Split", "Parallel", "BatchSplit", "Average", "MultiTask"],
        "Fuse" => ["Stack"],
        "Split" => ["Split", "Stack", "BatchSplit", "Average"],
        "Parallel" => ["Stack", "BatchSplit", "Average"],
        "MultiTask" => ["Stack", "Average", "Fuse"],
        "BatchSplit" => ["Stack", "Split", "BatchSplit", "Average"],
        "Average" => ["Stack", "Split", "BatchSplit"],
        _ => [],
    };

    /// <summary>What is wrong with the tree; nothing when it is legal.</summary>
    /// <param name="composition">The tree.</param>
    /// <param name="modelType">The model's type where the library's list of models that know Parallel shall count; else null.</param>
    /// <param name="checkSizes">Whether numbers of sizes and weights must equal the numbers of parts, which the library finds out only when it runs.</param>
    public static IReadOnlyList<Violation> Violations(Composition composition, string? modelType = null, bool checkSizes = true)
    {
        var found = new List<Violation>();
        if (modelType is not null && composition is Parallel && !LibraryParallelModels.Contains(modelType))
            found.Add(new Violation("Parallel", $"models of type {modelType} do not know Parallel; those that do are {string.Join(", ", LibraryParallelModels)}"));
        Check(composition, composition.Kind, 0, checkSizes, found);
        return found;
    }

    /// <summary>Refuses a tree that is not legal.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT, COMPOSITION_INVALID with every offending node.</exception>
    public static void Validate(Composition composition, string? modelType = null, bool checkSizes = true)
    {
        var found = Violations(composition, modelType, checkSizes);
        if (found.Count == 0) return;
        var more = found.Count > 1 ? $" (and {found.Count - 1} more)" : "";
        throw new BridgeException(ErrorCode.InvalidArgument, ErrorReason.CompositionInvalid, $"setup {Clipped.Text(composition)}: {found[0].Field}: {found[0].Description}{more}",
            new Dictionary<string, string> { ["setup"] = Clipped.Text(composition), ["node"] = found[0].Field, ["violations"] = found.Count.ToString(CultureInfo.InvariantCulture) }, found);
    }

    private static void Check(Composition block, string node, int level, bool checkSizes, List<Violation> found)
    {
        if (found.Count >= MostViolations) return;
        if (block is Leaf leaf)
        {
            if (leaf.Name.Length == 0) found.Add(new Violation(node, "an adapter's name is empty"));
            return;
        }
        if (level > 1 && block is not Stack) found.Add(new Violation(node, $"{Clipped.Text(block)} stands at depth {level}; below depth 1 only Stack and adapters do"));
        if (block.Children.Count == 0) found.Add(new Violation(node, $"{block.Kind} has no parts; at least one is needed"));
        if (checkSizes) CheckSizes(block, node, found);
        var allowed = AllowedIn(block.Kind);
        for (var i = 0; i < block.Children.Count; i++)
        {
            var child = block.Children[i];
            var place = $"{node}[{i}]{(child is Leaf ? "" : "." + child.Kind)}";
            if (child is not Leaf && !allowed.Contains(child.Kind))
                found.Add(new Violation(place, $"{Clipped.Text(child)} cannot stand in {block.Kind}; adapters and {string.Join(", ", allowed)} can"));
            Check(child, place, level + 1, checkSizes, found);
        }
    }

    private static void CheckSizes(Composition block, string node, List<Violation> found)
    {
        var (name, count) = block switch
        {
            Split s => ("splits", s.Splits.Count),
            BatchSplit s => ("batch_sizes", s.BatchSizes.Count),
            Average a => ("weights", a.Weights.Count),
            _ => ("", block.Children.Count),
        };
        if (count != block.Children.Count) found.Add(new Violation(node, $"{name} has {count} entries for {block.Children.Count} parts; as many are needed"));
    }
}
