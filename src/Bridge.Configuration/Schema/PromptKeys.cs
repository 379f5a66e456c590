using static Bridge.Configuration.KeyTable;

namespace Bridge.Configuration;

/// <summary>Keys of prompt tuning (Lester et al. 2021).</summary>
internal static class PromptKeys
{
    public static ValueList<ConfigKey> All { get; } =
    [
        Architecture("prompt_tuning"),
        Whole("prompt_length", 10, 1, 65536, "Number of learned embeddings put before the sequence."),
        Choice("prompt_init", "random_uniform", "How they start.", "random_uniform", "from_string"),
        new("prompt_init_text", ConfigKeyType.Text, ConfigValue.Null, "The text whose embeddings they start from.") { IsOptional = true },
        Choice("combine", "prefix", "Whether they stand before the sequence or after its first token.", "prefix", "prefix_after_bos"),
        Seed(),
        Number("random_uniform_scale", 0.5, new ConfigBounds(0, double.PositiveInfinity, false, true), "Half the width of the uniform distribution.") with { IsHidden = true },
    ];
}
