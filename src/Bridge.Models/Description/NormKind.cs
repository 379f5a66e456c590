namespace Bridge.Models.Description;

/// <summary>Normalisations of hidden states.</summary>
public enum NormKind
{
    /// <summary>Mean and variance, with scale and shift (Ba et al. 2016).</summary>
    Layer,

    /// <summary>Root mean square, with scale (Zhang and Sennrich 2019).</summary>
    RootMeanSquare,
}
