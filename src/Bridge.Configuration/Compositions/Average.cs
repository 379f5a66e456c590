using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>All parts act on the same input and their outputs are weighed by constants.</summary>
/// <param name="Children">The parts.</param>
/// <param name="Weights">The weights as they are used.</param>
/// <param name="NormalizeWeights">
/// Whether a reader divides weights by their sum again; false for weights that were given to stay as they are. The library does not write it to files; ours
/// does, and the library reads it.
/// </param>
public sealed record Average(ValueList<Composition> Children, ValueList<double> Weights, bool NormalizeWeights = true) : Composition
{
    /// <inheritdoc/>
    public override string Kind => nameof(Average);

    /// <inheritdoc/>
    public override ValueList<Composition> Children { get; } = Children;

    /// <summary>An average with these weights, or equal ones; divided by their sum unless told otherwise.</summary>
    /// <exception cref="BridgeException">INVALID_ARGUMENT where the sum is zero or there is nothing to average.</exception>
    public static Average Of(ValueList<Composition> children, ValueList<double>? weights = null, bool normalizeWeights = true)
    {
        if (weights is null)
            return children.Count > 0
                ? new Average(children, ValueList.From(Enumerable.Repeat(1.0 / children.Count, children.Count)), normalizeWeights)
                : throw BridgeException.Invalid(ErrorReason.CompositionInvalid, "Average: there is nothing to average, at least one part is needed", ("node", "Average"));
        if (!normalizeWeights) return new Average(children, weights, false);
        var sum = weights.Sum();
        if (weights.Count > 0 && sum == 0)
            throw BridgeException.Invalid(ErrorReason.CompositionInvalid, $"Average: weights {weights} have the sum 0 and cannot be normalised; give others, or normalize_weights=False",
                ("node", "Average"), ("weights", weights));
        return new Average(children, ValueList.From(weights.Select(w => w / sum)));
    }
}
