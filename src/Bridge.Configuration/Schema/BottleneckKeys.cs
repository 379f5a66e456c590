using static Bridge.Configuration.KeyTable;

namespace Bridge.Configuration;

/// <summary>Keys of bottleneck adapters (Houlsby et al. 2019 and what followed).</summary>
internal static class BottleneckKeys
{
    public static ValueList<ConfigKey> All { get; } =
    [
        Flag("mh_adapter", null, "Whether an adapter follows self-attention."),
        Flag("output_adapter", null, "Whether an adapter follows the feed-forward part."),
        new("reduction_factor", ConfigKeyType.ReductionFactor, null, "Hidden size divided by the bottleneck's size; below 1 widens.") { Bounds = ConfigBounds.Positive, WritesWholeNumbers = true },
        Activation("non_linearity", null, "Activation inside the bottleneck; None is the identity."),
        Flag("original_ln_before", false, "Whether the layer's own residual connection and norm come before the adapter."),
        Flag("original_ln_after", true, "Whether the layer's own residual connection and norm come after the adapter."),
        Flag("ln_before", false, "Whether a new norm precedes the bottleneck."),
        Flag("ln_after", false, "Whether a new norm follows the bottleneck."),
        Choice("init_weights", "bert", "How weights start.", "bert", "mam_adapter", "houlsby"),
        Seed(),
        Flag("is_parallel", false, "Whether the adapter takes the input of the part that it stands beside instead of its output."),
        new("scaling", ConfigKeyType.NumberOrChoice, 1.0, "Factor on the adapter's output: a number, one learned number, or one learned number a channel.") { Choices = ["learned", "channel"], Bounds = ConfigBounds.Finite },
        Gating(),
        new("residual_before_ln", ConfigKeyType.BooleanOrChoice, true, "Where the residual around the adapter starts: before the layer's norm, after it, or after the sum ('post_add').") { Choices = ["post_add"] },
        Flag("adapter_residual_before_ln", false, "Whether the residual around the adapter is added before its new norm."),
        new("inv_adapter", ConfigKeyType.Choice, ConfigValue.Null, "Invertible adapter after the embeddings.") { IsOptional = true, Choices = ["nice", "glow"] },
        new("inv_adapter_reduction_factor", ConfigKeyType.Number, ConfigValue.Null, "Half the hidden size divided by the invertible adapter's bottleneck.") { IsOptional = true, Bounds = ConfigBounds.Positive, WritesWholeNumbers = true },
        Flag("cross_adapter", false, "Whether an adapter follows cross-attention."),
        LeaveOut("adapter"),
        Number("dropout", 0.0, ConfigBounds.Probability, "Dropout in the adapter."),
        Flag("phm_layer", false, "Whether projections are hypercomplex (Compacter)."),
        Whole("phm_dim", 4, 1, 4096, "Number of terms of the Kronecker sum; it divides the layer's sizes."),
        Flag("factorized_phm_W", true, "Whether the hypercomplex weights are products of two thin matrices."),
        Flag("shared_W_phm", false, "Whether all layers share the hypercomplex weights."),
        Flag("shared_phm_rule", true, "Whether all layers share the rule."),
        Flag("factorized_phm_rule", false, "Whether the rule is a product of two vectors."),
        Choice("phm_c_init", "normal", "How the rule starts.", "normal", "uniform"),
        Number("phm_init_range", 0.0001, new ConfigBounds(0, double.PositiveInfinity, false, true), "Standard deviation of a rule that starts normal."),
        Flag("learn_phm", true, "Whether the rule is trained."),
        Choice("hypercomplex_nonlinearity", "glorot-uniform", "How hypercomplex weights start.", "phm", "glorot-normal", "glorot-uniform", "normal"),
        Whole("phm_rank", 1, 1, 4096, "Rank of factorised hypercomplex weights."),
        Flag("phm_bias", true, "Whether hypercomplex projections have a bias."),
        Number("stochastic_depth", 0.0, ConfigBounds.Probability, "Probability of dropping the adapter in a training step."),
    ];
}
