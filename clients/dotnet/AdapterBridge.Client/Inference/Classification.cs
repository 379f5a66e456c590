namespace AdapterBridge.Client;

/// <summary>The labels of one text.</summary>
/// <param name="Label">The label with the highest score.</param>
/// <param name="Scores">All labels, in the order of their ids.</param>
public sealed record Classification(string Label, IReadOnlyList<LabelScore> Scores)
{
    /// <summary>The score of the best label.</summary>
    public double Score => Scores.First(s => s.Label == Label).Score;

    internal static IReadOnlyList<Classification> From(Wire.ClassifyResponse m) =>
        [.. m.Classifications.Select(c => new Classification(c.Label, [.. c.Scores.Select(s => new LabelScore(s.Label, s.LabelId, s.Score, s.Logit))]))];
}
