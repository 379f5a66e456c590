namespace Bridge.Training.Optimization;

/// <summary>Constants of AdamW. The defaults are those of the reference trainer: 0.9, 0.999, 1e-8, no decay.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the mean gradient.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean squared gradient.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decay of every trained tensor, times the learning rate, each step.</summary>
    public double WeightDecay { get; init; }
}
