using static Bridge.Configuration.KeyTable;

namespace Bridge.Configuration;

/// <summary>Keys of AdapterFusion (Pfeiffer et al. 2021).</summary>
internal static class FusionKeys
{
    public static ValueList<ConfigKey> All { get; } =
    [
        Flag("key", null, "Whether adapter outputs are projected to keys."),
        Flag("query", null, "Whether the layer's output is projected to queries."),
        Flag("value", null, "Whether adapter outputs are projected to values."),
        Flag("query_before_ln", null, "Whether queries are taken before the layer's norm."),
        Flag("regularization", null, "Whether the loss keeps the value projection near the identity."),
        Flag("residual_before", null, "Whether the residual is added to the values before attention."),
        Flag("temperature", null, "Whether scores are divided by a temperature that falls."),
        Flag("value_before_softmax", null, "Whether values are projected before they are weighed."),
        Flag("value_initialized", null, "Whether the value projection starts near the identity."),
        new("dropout_prob", ConfigKeyType.Number, null, "Dropout on the attention's weights.") { IsOptional = true, Bounds = ConfigBounds.Probability },
    ];
}
