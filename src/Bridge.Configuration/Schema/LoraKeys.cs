using static Bridge.Configuration.KeyTable;

namespace Bridge.Configuration;

/// <summary>Keys of the LoRA family (Hu et al. 2021): LoRA, (IA)3, VeRA, DoRA, DVoRA and MTL-LoRA.</summary>
internal static class LoraKeys
{
    public static ValueList<ConfigKey> All { get; } =
    [
        Architecture("lora"),
        Flag("selfattn_lora", true, "Whether the attention's projections are adapted."),
        Flag("intermediate_lora", false, "Whether the feed-forward part's first projection is adapted."),
        Flag("output_lora", false, "Whether the feed-forward part's second projection is adapted."),
        LeaveOut("LoRA"),
        Whole("r", 8, 1, 4096, "Rank of the update."),
        Number("alpha", 8, ConfigBounds.Finite, "Numerator of the factor alpha / r on the update."),
        Number("dropout", 0.0, ConfigBounds.Probability, "Dropout on the update's input."),
        new("attn_matrices", ConfigKeyType.ChoiceList, ConfigValue.List("q", "v"), "Which projections of attention are adapted.") { Choices = ["q", "k", "v", "o"] },
        Choice("composition_mode", "add", "Whether the update is added to the weight or scales its output; scaling needs rank 1.", "add", "scale"),
        Choice("init_weights", "lora", "How weights start.", "lora", "bert", "ia3", "vera"),
        Seed(),
        Gating(),
        Flag("use_dora", false, "Whether the weight is split into magnitude and direction (DoRA)."),
        new("vera_d", ConfigKeyType.Number, ConfigValue.Null, "First value of the vector d of VeRA; None is no VeRA.") { IsOptional = true, Bounds = ConfigBounds.Finite },
        new("vera_b", ConfigKeyType.Number, ConfigValue.Null, "First value of the vector b of VeRA; None is no VeRA.") { IsOptional = true, Bounds = ConfigBounds.Finite },
        Dtype(),
    ];

    public static ValueList<ConfigKey> MultiTask { get; } =
    [
        Architecture("mtl_lora"),
        .. All.Skip(1),
        Whole("n_up_projection", 1, 1, 4096, "Number of up-projections, whose weighted sum is used."),
        Choice("task_specific_matrix_type", "singular_values", "What is learned for each task between down- and up-projection.", "singular_values", "linear"),
        Number("weights_sharpness", 0.05, ConfigBounds.Positive, "Temperature of the weights of the up-projections."),
    ];
}
