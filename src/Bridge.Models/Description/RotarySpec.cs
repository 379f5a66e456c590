namespace Bridge.Models.Description;

/// <summary>Rotary positions (Su et al. 2021, arXiv:2104.09864): the base of the angles, how many of a head's numbers turn, what long contexts do to the frequencies.</summary>
public sealed record RotarySpec(double Theta, int Size)
{
    /// <summary>All frequencies are divided by this (linear scaling); 1 for none.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Llama 3's scaling, in place of linear: low frequencies are divided by the factor, high ones left, those between mixed.</summary>
    public Llama3Scaling? Llama3 { get; init; }

    /// <summary>YaRN's scaling, in place of linear.</summary>
    public YarnScaling? Yarn { get; init; }
}
