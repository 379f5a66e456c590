using Bridge.Api.Mapping.Configs;
using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Api.Mapping;

/// <summary>Between the configuration messages and records, key by key.</summary>
internal static class ConfigMapper
{
    /// <summary>The checked record; violations name the field in the message (<c>config.lora.r</c>).</summary>
    public static AdapterConfig FromMessage(V1.AdapterConfig message, string field) => Violations.Below(field, () => AdapterConfig.FromDocument(Document(message, field, inUnion: false)));

    /// <summary>The record that a text of the string notation or JSON means.</summary>
    public static AdapterConfig FromText(string text, string field) => Violations.Below(field, () => AdapterConfig.Parse(text));

    /// <summary>The message with every field set.</summary>
    public static V1.AdapterConfig ToMessage(AdapterConfig config)
    {
        if (config is not ConfigUnion union) return ToMessage((MethodDocument)config.ToDocument());
        var composite = new V1.CompositeConfig();
        composite.Configs.AddRange(union.Configs.Select(ToMessage));
        return new V1.AdapterConfig { Composite = composite };
    }

    private static V1.AdapterConfig ToMessage(MethodDocument document)
    {
        var values = new DocumentValues(document);
        return document.Schema switch
        {
            var s when s.Is("MTLLoRAConfig") => new V1.AdapterConfig { MtlLora = LoraFields.WriteMultiTask(values) },
            var s when s.Is("LoRAConfig") => new V1.AdapterConfig { Lora = LoraFields.Write(values) },
            var s when s.Is("BnConfig") => new V1.AdapterConfig { Bottleneck = BottleneckFields.Write(values) },
            var s when s.Is("PrefixTuningConfig") => new V1.AdapterConfig { PrefixTuning = PromptFields.WritePrefix(values) },
            var s when s.Is("PromptTuningConfig") => new V1.AdapterConfig { PromptTuning = PromptFields.WritePrompt(values) },
            _ => new V1.AdapterConfig { Reft = PromptFields.WriteReft(values) },
        };
    }

    private static ConfigDocument Document(V1.AdapterConfig message, string field, bool inUnion) => message.MethodCase switch
    {
        V1.AdapterConfig.MethodOneofCase.Lora => Method(ConfigSchemas.Lora, LoraFields.Read(message.Lora)),
        V1.AdapterConfig.MethodOneofCase.MtlLora => Method(ConfigSchemas.MtlLora, LoraFields.Read(message.MtlLora)),
        V1.AdapterConfig.MethodOneofCase.Bottleneck => Method(ConfigSchemas.SeqBn, BottleneckFields.Read(message.Bottleneck)),
        V1.AdapterConfig.MethodOneofCase.PrefixTuning => Method(ConfigSchemas.PrefixTuning, PromptFields.Read(message.PrefixTuning)),
        V1.AdapterConfig.MethodOneofCase.PromptTuning => Method(ConfigSchemas.PromptTuning, PromptFields.Read(message.PromptTuning)),
        V1.AdapterConfig.MethodOneofCase.Reft => Method(ConfigSchemas.Find("LoReftConfig")!, PromptFields.Read(message.Reft)),
        V1.AdapterConfig.MethodOneofCase.Composite when !inUnion => Union(message.Composite, field),
        V1.AdapterConfig.MethodOneofCase.Composite => throw Violations.Of(field, ErrorReason.ConfigType, $"{field}: a composite cannot be part of a composite; name its parts"),
        _ => throw Violations.Of(field, ErrorReason.ArgumentInvalid, $"{field}: no method is set; set exactly one"),
    };

    private static UnionDocument Union(V1.CompositeConfig composite, string field)
    {
        if (composite.Configs.Count == 0) throw Violations.Of($"{field}.composite.configs", ErrorReason.ArgumentInvalid, $"{field}.composite.configs is empty; at least one method is needed");
        return LibraryConfig.Union([.. composite.Configs.Select((c, i) => (MethodDocument)Document(c, $"{field}.composite.configs[{i}]", inUnion: true))]);
    }

    // A value of a hidden key goes beside the declared ones.
    private static MethodDocument Method(ConfigSchema schema, KeyValues keys) => LibraryConfig.FromDictionary(schema, keys.Map);
}
