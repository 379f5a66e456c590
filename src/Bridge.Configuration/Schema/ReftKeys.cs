using static Bridge.Configuration.KeyTable;

namespace Bridge.Configuration;

/// <summary>Keys of representation fine-tuning (Wu et al. 2024).</summary>
internal static class ReftKeys
{
    public static ValueList<ConfigKey> All { get; } =
    [
        new("layers", ConfigKeyType.LayerSelection, null, "Layers, counted from 0, whose output is changed."),
        Whole("prefix_positions", null, 0, 65536, "Number of positions at the start that are changed."),
        Whole("suffix_positions", null, 0, 65536, "Number of positions at the end that are changed."),
        Whole("r", null, 1, 4096, "Rank of the subspace."),
        Flag("orthogonality", null, "Whether the projection's rows stay orthonormal."),
        Flag("tied_weights", false, "Whether start and end share parameters."),
        Number("dropout", 0.05, ConfigBounds.Probability, "Dropout on the intervention."),
        Activation("non_linearity", ConfigValue.Null, "Activation of the learned source; None is the identity."),
        Dtype(),
        Architecture("reft"),
        Flag("output_reft", true, "Whether the method acts at all."),
        Seed(),
        Flag("subtract_projection", true, "Whether the input's projection is subtracted (DiReFT does not).") with { IsHidden = true },
    ];
}
