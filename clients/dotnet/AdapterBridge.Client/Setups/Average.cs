namespace AdapterBridge.Client;

/// <summary>Constants weigh the outputs of the parts.</summary>
/// <param name="children">The parts: ids of adapters, or blocks.</param>
public sealed class Average(params IReadOnlyList<Composition> children) : Block(children)
{
    /// <summary>One a part; none are equal ones.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>Whether weights are divided by their sum; null is the server's default.</summary>
    public bool? NormalizeWeights { get; init; }

    internal override Wire.Composition ToMessage()
    {
        var average = new Wire.Average { Children = { Messages }, Weights = { Weights } };
        if (NormalizeWeights is { } normalize) average.NormalizeWeights = normalize;
        return new Wire.Composition { Average = average };
    }

    private protected override IEnumerable<string> Arguments()
    {
        if (Weights.Count > 0) yield return $"weights=[{string.Join(", ", Weights.Select(w => w.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}]";
        if (NormalizeWeights is { } normalize) yield return $"normalize_weights={(normalize ? "True" : "False")}";
    }
}
