using System.Text.Json.Nodes;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Cli.Inspecting;

/// <summary>Recognises files and folders by what lies in them.</summary>
internal static class Inspector
{
    private const string Model = "config.json";
    private static readonly string[] ModelKeys = ["architectures", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size", "max_position_embeddings"];

    /// <summary>What is there. FILE_NOT_FOUND, CHECKPOINT_CORRUPT; ARGUMENT_INVALID where it is none of what it knows.</summary>
    public static Inspection Inspect(string path)
    {
        if (File.Exists(path)) return OfFile(path);
        if (!Directory.Exists(path)) throw BridgeException.NotFound(ErrorReason.FileNotFound, $"there is no file or folder \"{path}\"", ("path", path));
        if (SetupFolder.IsOne(path)) return OfSetup(path);
        if (Has(path, AdapterFolder.Adapter.ConfigFile)) return OfAdapter(path);
        if (Has(path, AdapterFolder.Fusion.ConfigFile)) return OfPart("fusion", path, AdapterFolder.Fusion, FusionFacts(path));
        if (Has(path, AdapterFolder.Head.ConfigFile)) return OfPart("head", path, AdapterFolder.Head, HeadFacts(path));
        if (Has(path, Model)) return OfModel(path);
        throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"\"{path}\" is no model, setup, adapter, fusion or head: none of their configuration files is in it", ("path", path));
    }

    private static Inspection OfFile(string path)
    {
        using var file = Checkpoint.Open(path);
        return new Inspection("tensors", path, [.. file.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value))], Tensors(file), []);
    }

    private static Inspection OfModel(string path)
    {
        var config = JsonFile.Read(Path.Combine(path, Model));
        var facts = new List<(string, string)> { ("model_type", Text(config["model_type"]) ?? "none") };
        facts.AddRange(ModelKeys.Where(config.ContainsKey).Select(key => (key, Text(config[key]) ?? "none")));
        facts.Add(("tokenizer", Has(path, "tokenizer.json") ? "tokenizer.json" : "none"));
        using var weights = Checkpoint.OpenModel(path);
        return new Inspection("model", path, facts, Tensors(weights), []);
    }

    private static Inspection OfSetup(string path)
    {
        var folder = SetupFolder.Open(path);
        var setup = SetupFile.Read(folder.Config.ToJsonString());
        List<(string, string)> facts = [("setup", setup.Setup?.Write() ?? "none"), ("heads", setup.Heads is { } heads ? string.Join(", ", heads.Heads) : "by the adapters' names"), ("version", setup.Version ?? "none")];
        List<Inspection> parts =
        [
            .. folder.Adapters.Values.Select(OfAdapter),
            .. folder.Fusions.Values.Select(f => OfPart("fusion", f, AdapterFolder.Fusion, FusionFacts(f))),
            .. folder.Heads.Values.Where(f => !folder.Adapters.Values.Contains(f)).Select(f => OfPart("head", f, AdapterFolder.Head, HeadFacts(f))),
        ];
        return new Inspection("setup", path, facts, [], parts);
    }

    private static Inspection OfAdapter(string path)
    {
        var json = AdapterFolder.Adapter.ReadConfig(path);
        if (json.ContainsKey("peft_type")) return OfPart("adapter", path, AdapterFolder.Peft, [("format", "peft"), .. json.Select(p => (p.Key, Text(p.Value) ?? "none"))]);
        var file = AdapterConfigFile.FromJson(json, lenient: true);
        var adapter = OfPart("adapter", path, AdapterFolder.Adapter,
        [
            ("name", file.Name ?? "none"), ("config", file.Config.Write()), ("model_type", file.ModelType ?? "none"), ("model_name", file.ModelName ?? "none"),
            ("hidden_size", file.HiddenSize?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"), ("version", file.Version ?? "none"),
        ]);
        return Has(path, AdapterFolder.Head.ConfigFile) ? adapter with { Parts = [OfPart("head", path, AdapterFolder.Head, HeadFacts(path))] } : adapter;
    }

    private static List<(string, string)> FusionFacts(string path)
    {
        var file = FusionConfigFile.Read(AdapterFolder.Fusion.ReadConfig(path).ToJsonString(), lenient: true);
        return [("name", file.Name ?? "none"), ("adapters", string.Join(", ", file.Adapters)), ("model_type", file.ModelType ?? "none"), ("version", file.Version ?? "none")];
    }

    private static List<(string, string)> HeadFacts(string path)
    {
        var json = AdapterFolder.Head.ReadConfig(path);
        // Model classes with one fixed head have no configuration but their labels.
        var config = json["config"] as JsonObject ?? new JsonObject { ["model_class"] = json["model_class"]?.DeepClone(), ["num_labels"] = json["num_labels"]?.DeepClone(), ["label2id"] = json["label2id"]?.DeepClone() };
        return [("name", Text(json["name"]) ?? "none"), .. config.Select(p => (p.Key, Text(p.Value) ?? "none"))];
    }

    private static Inspection OfPart(string kind, string path, AdapterFolder files, IReadOnlyList<(string, string)> facts)
    {
        using var weights = files.OpenWeights(path);
        return new Inspection(kind, path, facts, Tensors(weights), []);
    }

    private static List<InspectedTensor> Tensors(ITensorSource source) =>
        [.. source.Names.Select(n => source.Find(n)!).Select(t => new InspectedTensor(t.Name, t.DataType, t.Shape, t.ByteLength))];

    private static bool Has(string folder, string file) => File.Exists(Path.Combine(folder, file));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString();
}
