namespace Bridge.Models.Description;

/// <summary>
/// YaRN's scaling of rotary frequencies (Peng et al. 2023, arXiv:2309.00071): those that turn more than <paramref name="BetaFast"/> times within the original length stay, those
/// that turn less than <paramref name="BetaSlow"/> times are divided by the factor, those between mixed; cosine and sine are multiplied by <paramref name="Attention"/>.
/// </summary>
public sealed record YarnScaling(double Factor, double OriginalLength, double BetaFast, double BetaSlow, double Attention)
{
    /// <summary>Whether the ends of the mixed range are whole numbers.</summary>
    public bool Truncate { get; init; } = true;
}
