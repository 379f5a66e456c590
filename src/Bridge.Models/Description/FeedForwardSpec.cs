namespace Bridge.Models.Description;

/// <summary>A feed-forward part: inner size, activation (name as in config.json), biases.</summary>
public sealed record FeedForwardSpec(int InnerSize, string Activation, bool Bias)
{
    /// <summary>Dropout of what the last projection sees; null where there is none.</summary>
    public double? Dropout { get; init; }

    /// <summary>Whether a second projection gates the first (Shazeer 2020): down(activation(gate(x)) * up(x)).</summary>
    public bool Gated { get; init; }

    /// <summary>Whether the reference library wraps the last projection where a configuration says "intermediate", and the first where it says "output".</summary>
    public bool TargetsTurned { get; init; }
}
