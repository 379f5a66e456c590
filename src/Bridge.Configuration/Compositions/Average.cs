using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>All parts act on the same input and their outputs are weighed by constants.</summary>
/// <param name="Children">The parts.</param>
/// <param name="Weights">The weights as they are used.</param>
public sealed record Average(ValueList<Composition> Children, ValueList<double> Weights) : Composition
{
    /// <inheritdoc/>
    public override string Kind => nameof(Average);

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = Children;

    /// <summary>
    /// Whether a reader who divides the weights by their sum gets others. Such weights are written with <c>normalize_weights=False</c>, which the library
    /// takes and does not write.
    /// </summary>
    internal bool ChangesWhenNormalized => Weights.Count > 0 && Weights.Sum() is var sum && Weights.Any(w => w / sum != w);

    /// <summary>An average with these weights, or equal ones; divided by their sum unless told otherwise.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT where the sum is zero or there is nothing to average.</exception>
    public static Average Of(ValueList<Composition> children, ValueList<double>? weights = null, bool normalizeWeights = true)
    {
        if (weights is null)
            return children.Count > 0
                ? new Average(children, ValueList.From(Enumerable.Repeat(1.0 / children.Count, children.Count)))
                : throw BridgeException.Invalid(ErrorReason.CompositionInvalid, "Average: there is nothing to average, at least one part is needed", ("node", "Average"));
        if (!normalizeWeights) return new Average(children, weights);
        var sum = weights.Sum();
        if (weights.Count > 0 && (sum == 0 || !double.IsFinite(sum)))
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"Average: weights {Clipped.Text(weights)} have the sum {sum} and cannot be normalised; give others, or normalize_weights=False",
                ("node", "Average"), ("weights", Clipped.Text(weights)), ("sum", sum));
        return new Average(children, ValueList.From(weights.Select(w => w / sum)));
    }
}
