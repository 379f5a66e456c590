using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>From text, JSON and documents to checked records.</summary>
internal static class ConfigReader
{
    public static AdapterConfig Parse(string text, bool lenient)
    {
        if (text.AsSpan().TrimStart().StartsWith("{")) return FromJson(ConfigJson.Parse(text), lenient);
        var violations = new ViolationCollector();
        var document = ConfigGrammar.Read(text, violations);
        return Finish($"\"{text}\"", document, lenient, violations);
    }

    public static AdapterConfig FromJson(ConfigValue json, bool lenient)
    {
        var violations = new ViolationCollector();
        var document = DictionaryReader.ReadFile(json, violations);
        return Finish(ConfigJson.Write(json), document, lenient, violations);
    }

    public static AdapterConfig FromDocument(ConfigDocument document, bool lenient) =>
        Finish(ConfigJson.Write(document.ToDictionary()), document, lenient, new ViolationCollector());

    public static AdapterConfig Replace(AdapterConfig config, List<KeyValuePair<string, ConfigValue>> changes)
    {
        var violations = new ViolationCollector();
        var document = LibraryConfig.Replace(config.ToDocument(), changes, violations);
        return Finish($"\"{config.Write()}\" with {string.Join(", ", changes.Select(c => $"{c.Key}={c.Value}"))}", document, lenient: true, violations);
    }

    private static AdapterConfig Finish(string subject, ConfigDocument? document, bool lenient, ViolationCollector violations)
    {
        var config = document switch
        {
            MethodDocument method => Read(method, FieldOf(method), lenient, violations),
            UnionDocument union => new ConfigUnion { Configs = ValueList.From(union.Parts.Select((p, i) => Read(p, $"configs[{i}].{FieldOf(p)}", lenient, violations))) },
            _ => null,
        };
        violations.ThrowIfAny(subject);
        return config ?? throw new BridgeException(ErrorCode.Internal, ErrorReason.InvariantBroken, $"configuration {subject} gave neither a document nor a violation");
    }

    private static AdapterConfig Read(MethodDocument document, string field, bool lenient, ViolationCollector violations)
    {
        var reader = new ValueReader(document, field, violations) { Attributes = UnknownKeys.Check(document, field, lenient, violations) };
        if (document.Schema.Architecture is not null) reader.Text("architecture", document.Schema.Architecture);
        return document.Schema switch
        {
            var s when s.Is("BnConfig") => BottleneckMapping.Read(reader),
            var s when s.Is("MTLLoRAConfig") => LoraMapping.ReadMultiTask(reader),
            var s when s.Is("LoRAConfig") => LoraMapping.Read(reader),
            var s when s.Is("PrefixTuningConfig") => PrefixMapping.Read(reader),
            var s when s.Is("PromptTuningConfig") => PromptMapping.Read(reader),
            _ => ReftMapping.Read(reader),
        };
    }

    private static string FieldOf(MethodDocument document) => document.Schema.Architecture ?? "bottleneck";
}
