namespace Bridge.Configuration;

/// <summary>The 28 identifiers of the reference library, six of them deprecated names of others.</summary>
public static class MethodPresets
{
    private const string Houlsby = "1902.00751";
    private const string Pfeiffer = "2005.00247";
    private const string MadX = "2005.00052";
    private const string MixAndMatch = "2110.04366";
    private const string Compacters = "2106.04647";
    private const string Reft = "2404.03592";

    /// <summary>What an adapter gets where no configuration is named.</summary>
    public const string Default = "seq_bn";

    /// <summary>All of them, in the library's order with the deprecated ones last.</summary>
    public static ValueList<MethodPreset> All { get; } = Make();

    /// <summary>The names, for messages.</summary>
    public static IEnumerable<string> Names => All.Select(p => p.Name);

    /// <summary>The identifier of that name, or null.</summary>
    public static MethodPreset? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    private static ValueList<MethodPreset> Make()
    {
        MethodPreset[] current =
        [
            One("seq_bn", "SeqBnConfig", "Bottleneck adapter after the feed-forward part", Pfeiffer),
            One("double_seq_bn", "DoubleSeqBnConfig", "Bottleneck adapters after attention and feed-forward part", Houlsby),
            One("par_bn", "ParBnConfig", "Bottleneck adapter beside the feed-forward part", MixAndMatch),
            One("scaled_par_bn", "ParBnConfig", "Parallel bottleneck adapter with learned scaling", MixAndMatch, ("scaling", "learned")),
            One("seq_bn_inv", "SeqBnInvConfig", "Bottleneck adapter with invertible adapter at the embeddings", MadX),
            One("double_seq_bn_inv", "DoubleSeqBnInvConfig", "Two bottleneck adapters with invertible adapter at the embeddings", MadX),
            One("compacter++", "CompacterPlusPlusConfig", "Hypercomplex bottleneck adapter after the feed-forward part", Compacters),
            One("compacter", "CompacterConfig", "Hypercomplex bottleneck adapters after attention and feed-forward part", Compacters),
            One("prefix_tuning", "PrefixTuningConfig", "Learned keys and values made by an MLP", "2101.00190"),
            One("prefix_tuning_flat", "PrefixTuningConfig", "Learned keys and values", "2101.00190", ("flat", true)),
            One("prompt_tuning", "PromptTuningConfig", "Learned embeddings before the sequence", "2104.08691"),
            One("mtl_lora", "MTLLoRAConfig", "LoRA shared by several tasks", "2410.09437"),
            One("lora", "LoRAConfig", "Low-rank update of weights", "2106.09685"),
            One("ia3", "IA3Config", "Learned scaling of keys, values and feed-forward activations", "2205.05638"),
            One("vera", "VeraConfig", "Low-rank update from shared random matrices and learned vectors", "2310.11454"),
            One("dora", "DoRAConfig", "Low-rank update of the weight's direction with learned magnitude", "2402.09353"),
            One("dvora", "DvoRAConfig", "DoRA over the shared random matrices of VeRA", "2402.09353"),
            One("loreft", "LoReftConfig", "Intervention on hidden states in an orthonormal subspace", Reft),
            One("noreft", "NoReftConfig", "Intervention on hidden states without the constraint", Reft),
            One("direft", "DiReftConfig", "Intervention on hidden states without constraint and subtraction", Reft),
            new("mam", [Part("PrefixTuningConfig", ("bottleneck_size", 800)), Part("ParBnConfig")], "Mix-and-match: prefix tuning and parallel bottleneck adapter", MixAndMatch) { ClassName = "MAMConfig" },
            new("unipelt", [Part("PrefixTuningConfig", ("prefix_length", 10), ("use_gating", true)), Part("SeqBnConfig", ("use_gating", true)), Part("LoRAConfig", ("alpha", 2), ("use_gating", true))],
                "Prefix tuning, bottleneck adapter and LoRA, each behind a gate", "2110.07577") { ClassName = "UniPELTConfig" },
        ];
        return
        [
            .. current,
            Old("pfeiffer", "seq_bn"), Old("houlsby", "double_seq_bn"), Old("parallel", "par_bn"), Old("scaled_parallel", "scaled_par_bn"),
            Old("pfeiffer+inv", "seq_bn_inv"), Old("houlsby+inv", "double_seq_bn_inv"),
        ];

        MethodPreset Old(string name, string now) => current.First(p => p.Name == now) with { Name = name, DeprecatedFor = now };
    }

    private static MethodPreset One(string name, string className, string title, string paper, params (string Key, ConfigValue Value)[] values) =>
        new(name, [Part(className, values)], title, paper);

    private static PresetPart Part(string className, params (string Key, ConfigValue Value)[] values) =>
        new(ConfigSchemas.Find(className)!, ConfigMap.Of(values.Select(v => KeyValuePair.Create(v.Key, v.Value))));
}
