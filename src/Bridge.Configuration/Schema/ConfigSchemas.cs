namespace Bridge.Configuration;

/// <summary>The configuration classes of the reference library (1.3) by name.</summary>
public static class ConfigSchemas
{
    private const string Root = "AdapterConfig";

    /// <summary>Bottleneck adapters: four keys must be given.</summary>
    public static ConfigSchema Bottleneck { get; } = new("BnConfig", [Root], null, BottleneckKeys.All);

    /// <summary>One adapter a layer (Pfeiffer et al. 2020).</summary>
    public static ConfigSchema SeqBn { get; } = Bottleneck.Derive("SeqBnConfig",
        ("mh_adapter", false), ("output_adapter", true), ("reduction_factor", 16), ("non_linearity", "relu"), ("original_ln_before", true));

    /// <summary>Two adapters a layer (Houlsby et al. 2019).</summary>
    public static ConfigSchema DoubleSeqBn { get; } = Bottleneck.Derive("DoubleSeqBnConfig",
        ("mh_adapter", true), ("output_adapter", true), ("reduction_factor", 16), ("non_linearity", "swish"));

    /// <summary>Parallel adapters (He et al. 2021).</summary>
    public static ConfigSchema ParBn { get; } = Bottleneck.Derive("ParBnConfig",
        ("mh_adapter", false), ("output_adapter", true), ("reduction_factor", 2), ("non_linearity", "relu"), ("init_weights", "mam_adapter"), ("is_parallel", true), ("scaling", 4.0));

    /// <summary>AdapterPlus (Steitz and Roth 2024).</summary>
    public static ConfigSchema AdapterPlus { get; } = Bottleneck.Derive("AdapterPlusConfig",
        ("mh_adapter", false), ("output_adapter", true), ("reduction_factor", 96), ("non_linearity", "gelu"), ("original_ln_before", true), ("original_ln_after", false),
        ("residual_before_ln", false), ("stochastic_depth", 0.1), ("init_weights", "houlsby"), ("scaling", "channel"));

    /// <summary>LoRA (Hu et al. 2021).</summary>
    public static ConfigSchema Lora { get; } = new("LoRAConfig", [Root], "lora", LoraKeys.All);

    /// <summary>MTL-LoRA (Yang et al. 2024).</summary>
    public static ConfigSchema MtlLora { get; } = new("MTLLoRAConfig", ["LoRAConfig", "MultiTaskConfig", Root], "mtl_lora", LoraKeys.MultiTask);

    /// <summary>Prefix tuning (Li and Liang 2021).</summary>
    public static ConfigSchema PrefixTuning { get; } = new("PrefixTuningConfig", [Root], "prefix_tuning", PrefixKeys.All);

    /// <summary>Prompt tuning (Lester et al. 2021).</summary>
    public static ConfigSchema PromptTuning { get; } = new("PromptTuningConfig", [Root], "prompt_tuning", PromptKeys.All);

    /// <summary>ReFT (Wu et al. 2024): five keys must be given.</summary>
    public static ConfigSchema Reft { get; } = new("ReftConfig", [Root], "reft", ReftKeys.All);

    /// <summary>AdapterFusion (Pfeiffer et al. 2021): all keys must be given.</summary>
    public static ConfigSchema Fusion { get; } = new("AdapterFusionConfig", [Root], null, FusionKeys.All);

    /// <summary>AdapterFusion without value matrix.</summary>
    public static ConfigSchema StaticFusion { get; } = Fusion.Derive("StaticAdapterFusionConfig", FusionDefaults(value: false));

    /// <summary>AdapterFusion with value matrix and regularisation.</summary>
    public static ConfigSchema DynamicFusion { get; } = Fusion.Derive("DynamicAdapterFusionConfig", FusionDefaults(value: true));

    /// <summary>Every class but the unions, which have no keys of their own.</summary>
    public static ValueList<ConfigSchema> All { get; } =
    [
        Bottleneck, SeqBn, SeqBn.Derive("SeqBnInvConfig", Invertible), DoubleSeqBn, DoubleSeqBn.Derive("DoubleSeqBnInvConfig", Invertible), ParBn, AdapterPlus,
        DoubleSeqBn.Derive("CompacterConfig", Compacter), SeqBn.Derive("CompacterPlusPlusConfig", Compacter), PrefixTuning, PromptTuning, Lora,
        Lora.Derive("IA3Config", ("intermediate_lora", true), ("r", 1), ("alpha", 1), ("attn_matrices", ConfigValue.List("k", "v")), ("composition_mode", "scale"), ("init_weights", "ia3")),
        Lora.Derive("VeraConfig", ("vera_d", 0.1), ("vera_b", 0.0), ("init_weights", "vera")),
        Lora.Derive("DoRAConfig", ("use_dora", true)),
        Lora.Derive("DvoRAConfig", ("vera_d", 0.1), ("vera_b", 0.0), ("init_weights", "vera"), ("use_dora", true)),
        MtlLora, Reft, Reft.Derive("LoReftConfig", ReftDefaults(true, true)), Reft.Derive("NoReftConfig", ReftDefaults(false, true)),
        Reft.Derive("DiReftConfig", ReftDefaults(false, false)), Fusion, StaticFusion, DynamicFusion,
    ];

    private static (string, ConfigValue)[] Invertible => [("inv_adapter", "nice"), ("inv_adapter_reduction_factor", 2)];

    private static (string, ConfigValue)[] Compacter => [("phm_layer", true), ("reduction_factor", 32), ("non_linearity", "gelu")];

    /// <summary>The class of that name, or null.</summary>
    public static ConfigSchema? Find(string className) => All.FirstOrDefault(s => s.ClassName == className);

    /// <summary>The class that files mean by their "architecture", or null for one that is not known.</summary>
    public static ConfigSchema? ForArchitecture(string? architecture) => architecture switch
    {
        null => Bottleneck,
        "lora" => Lora,
        "mtl_lora" => MtlLora,
        "prefix_tuning" => PrefixTuning,
        "prompt_tuning" => PromptTuning,
        "reft" => Reft,
        _ => null,
    };

    private static (string, ConfigValue)[] ReftDefaults(bool orthogonality, bool subtract) =>
        [("layers", "all"), ("prefix_positions", 3), ("suffix_positions", 0), ("r", 1), ("orthogonality", orthogonality), ("subtract_projection", subtract)];

    private static (string, ConfigValue)[] FusionDefaults(bool value) =>
    [
        ("key", true), ("query", true), ("value", value), ("query_before_ln", false), ("regularization", value), ("residual_before", false), ("temperature", false),
        ("value_before_softmax", true), ("value_initialized", value), ("dropout_prob", ConfigValue.Null),
    ];
}
