namespace AdapterBridge.Client;

/// <summary>
/// How an adapter is built: one of the records of this namespace, or text in the notation of the server, <c>"lora[r=8]"</c>, <c>"double_seq_bn"</c>,
/// <c>"lora[r=8]|seq_bn"</c>, or the JSON of an adapter_config.json.
/// </summary>
public abstract record AdapterConfig
{
    private protected AdapterConfig()
    {
    }

    /// <summary>The notation of the server, or JSON.</summary>
    public static implicit operator AdapterConfig(string text) => new TextConfig(text);

    internal static AdapterConfig? From(Wire.AdapterConfig? m, string text) => m?.MethodCase switch
    {
        Wire.AdapterConfig.MethodOneofCase.Lora => LoraConfig.From(m.Lora),
        Wire.AdapterConfig.MethodOneofCase.Bottleneck => BottleneckConfig.From(m.Bottleneck),
        Wire.AdapterConfig.MethodOneofCase.PrefixTuning => PrefixTuningConfig.From(m.PrefixTuning),
        Wire.AdapterConfig.MethodOneofCase.PromptTuning => PromptTuningConfig.From(m.PromptTuning),
        Wire.AdapterConfig.MethodOneofCase.Reft => ReftConfig.From(m.Reft),
        Wire.AdapterConfig.MethodOneofCase.MtlLora => MtlLoraConfig.From(m.MtlLora),
        Wire.AdapterConfig.MethodOneofCase.Composite => new CompositeConfig([.. m.Composite.Configs.Select(c => From(c, "") ?? new TextConfig(""))]),
        null => null,
        // A method of a newer server: its text is all that this client can say of it.
        _ => new TextConfig(text),
    };

    internal abstract Wire.AdapterConfig ToMessage();
}
