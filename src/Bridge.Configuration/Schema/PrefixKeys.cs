using static Bridge.Configuration.KeyTable;

namespace Bridge.Configuration;

/// <summary>Keys of prefix tuning (Li and Liang 2021).</summary>
internal static class PrefixKeys
{
    public static ValueList<ConfigKey> All { get; } =
    [
        Architecture("prefix_tuning"),
        Flag("encoder_prefix", true, "Whether an encoder's attention gets prefixes."),
        Flag("cross_prefix", true, "Whether cross-attention gets prefixes."),
        LeaveOut("prefix"),
        Flag("flat", false, "Whether prefixes are parameters themselves instead of an MLP's output."),
        Whole("prefix_length", 30, 1, 65536, "Number of keys and values put before the sequence."),
        Whole("bottleneck_size", 512, 1, 65536, "Hidden size of the MLP that makes the prefixes."),
        Activation("non_linearity", "tanh", "Activation of that MLP."),
        Number("dropout", 0.0, ConfigBounds.Probability, "Dropout on the prefixes."),
        Gating(),
        Flag("shared_gating", true, "Whether keys and values share one gate."),
        Seed(),
    ];
}
