using Bridge.Configuration;
using Bridge.Core;

namespace Goldens.Configs;

/// <summary>model_config.json: what a model keeps about its adapters. Each label names a piece of Python that is written here in C#.</summary>
internal static class ModelConfigGoldens
{
    private static readonly string[] Classes = ["BnConfig", "LoRAConfig", "PrefixTuningConfig", "PromptTuningConfig", "ReftConfig"];

    private static readonly string?[] Locations =
        [null, "mh_adapter", "output_adapter", "cross_adapter", "selfattn_lora", "intermediate_lora", "output_reft", "phm_layer", "inv_adapter", "encoder_prefix", "nothing"];

    public static IEnumerable<GoldenLine> Lines(ConfigMap file)
    {
        foreach (var entry in file.Maps("operations")) yield return new GoldenLine(entry.Text("label"), () => Operation(entry));
        foreach (var entry in file.Maps("constructed")) yield return new GoldenLine(entry.Text("label"), () => Constructed(entry));
    }

    private static string? Operation(ConfigMap entry)
    {
        var config = new ModelAdaptersConfig();
        var label = entry.Text("label");
        // The result of these two is the shown object itself, or nothing.
        var difference = entry["error"] is ConfigMap error
            ? ErrorKinds.Difference(error, () => Run(label, config))
            : GoldenMaps.Difference("result", entry["result"], Run(label, config));
        return difference ?? GoldenMaps.Difference("to_dict", entry["to_dict"], config.ToDictionary());
    }

    private static ConfigValue Run(string label, ModelAdaptersConfig c)
    {
        if (label.StartsWith("match ", StringComparison.Ordinal)) return Probe(c, label[6..]);
        var (lora4, seq) = (Document("lora[r=4]"), "seq_bn");
        switch (label)
        {
            case "add by dict": c.Add("a", ConfigMap.Empty.With("architecture", "lora").With("r", 4)); return Shown(c, "a");
            case "add by config": c.Add("a", lora4); return Shown(c, "a");
            case "add default": c.Add("a"); return Shown(c, "a");
            case "add unknown": c.Add("a", "unknown"); break;
            case "add a string with values": c.Add("a", "lora[r=4]"); break;
            case "add twice": c.Add("a", "lora"); c.Add("a", "lora"); break;
            // A number is no configuration: the compiler refuses it where the library raises.
            case "add number": throw BridgeException.Invalid(ErrorReason.ConfigUnknownMethod, "3 is no configuration");
            case "two of one config": c.Add("a", lora4); c.Add("b", lora4); break;
            case "leave_out":
                c.Add("a", Document("seq_bn[leave_out=[1]]"));
                return ConfigValue.List(Enumerable.Range(0, 3).Select(i => (ConfigValue)(c.Match("a", "BnConfig", i, "output_adapter") is not null)));
            case "union leave_out":
                c.Add("a", Document("seq_bn[leave_out=[1]]|seq_bn[leave_out=[0, 2],reduction_factor=4]"));
                return ConfigValue.List(Enumerable.Range(0, 3).Select(i => c.Match("a", "BnConfig", i, "output_adapter")!["reduction_factor"]!));
            case "union conflict":
                c.Add("a", Document("seq_bn[leave_out=[1]]|seq_bn[leave_out=[2],reduction_factor=4]"));
                c.Match("a", "BnConfig", 0, "output_adapter");
                break;
            case "fusion":
                c.Add("a", seq);
                c.Add("b", seq);
                c.AddFusion(["a", "b"], "static");
                return ConfigValue.List(c.GetFusion("a,b").Config!.Values, Names(c.GetFusion("a,b").Adapters), Names(c.GetFusion("a,b").Adapters), c.GetFusion("x").Config?.Values ?? ConfigValue.Null);
            case "fusion named":
                c.AddFusion(["a", "b"], LibraryConfig.Construct(ConfigSchemas.StaticFusion, ConfigMap.Empty.With("temperature", true)), "f");
                return ConfigValue.List(c.GetFusion("f").Config!.Values, Names(c.GetFusion("f").Adapters), Names(c.GetFusion("a,b").Adapters));
            case "fusion twice": c.AddFusion(["a", "b"]); c.AddFusion(["a", "b"]); break;
            case "fusion unknown": c.AddFusion(["a", "b"], "other"); break;
            case "common value": c.Add("a", seq); c.Add("b", seq); return c.CommonValue(["a", "b"], "output_adapter")!;
            case "no common value": c.Add("a", seq); c.Add("b", "double_seq_bn"); return c.CommonValue(["a", "b"], "mh_adapter")!;
            case "common value missing adapter": c.Add("a", seq); return c.CommonValue(["a", "z"], "mh_adapter")!;
            default: return $"the operation \"{label}\" is not written here";
        }
        return ConfigValue.Null;
    }

    private static ConfigMap Probe(ModelAdaptersConfig config, string identifier)
    {
        config.Add("a", identifier);
        var found = new List<KeyValuePair<string, ConfigValue>>();
        foreach (var className in Classes)
            foreach (var location in Locations)
                if (config.Match("a", className, 0, location) is { } match) found.Add(KeyValuePair.Create($"{className}/{location ?? "None"}", (ConfigValue)match.ClassName));
        return ConfigMap.Of(found);
    }

    private static string? Constructed(ConfigMap entry)
    {
        var given = entry.Map("given");
        // JSON shows Python's tuples as lists; only the label says that they were tuples.
        if (entry.Text("label").Contains("tuples", StringComparison.Ordinal))
            given = given.With("adapters", ConfigMap.Of(given.Map("adapters").Texts.Select(a => KeyValuePair.Create(a.Key, (ConfigValue)new ConfigSequence(SequenceKind.Tuple, ((ConfigSequence)a.Value).Items)))));
        if (entry["error"] is ConfigMap error) return ErrorKinds.Difference(error, () => ModelAdaptersConfig.FromDictionary(given));
        var config = ModelAdaptersConfig.FromDictionary(given);
        foreach (var (name, expected) in entry.Map("get").Texts)
        {
            var difference = expected is ConfigMap map && map["error"] is ConfigMap failed
                ? ErrorKinds.Difference(failed, () => config.Get(name))
                : GoldenMaps.Difference($"get {name}", expected, config.Get(name)?.ToDictionary() ?? ConfigValue.Null);
            if (difference is not null) return difference;
        }
        return GoldenMaps.Difference("to_dict", entry["to_dict"], config.ToDictionary());
    }

    private static ConfigMap Shown(ModelAdaptersConfig config, string name) => config.Get(name)!.ToDictionary();

    private static ConfigDocument Document(string text) => LibraryConfig.Load(text)!;

    private static ConfigValue Names(ValueList<string>? names) => names is null ? ConfigValue.Null : ConfigValue.List(names.Select(n => (ConfigValue)n));
}
