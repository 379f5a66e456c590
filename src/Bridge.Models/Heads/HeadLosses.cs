namespace Bridge.Models.Heads;

/// <summary>Losses of heads that have one output a row.</summary>
internal static class HeadLosses
{
    /// <summary>The mean cross-entropy of class ids, int64 (rows), or the mean squared distance to numbers, float (rows), of logits (rows, 1).</summary>
    public static Tensor Rows(string head, Tensor logits, Tensor labels, bool squared)
    {
        if (labels.numel() != logits.shape[0])
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{head}\": labels have shape {new Shape(labels.shape)} for {logits.shape[0]} rows",
                ("head", head), ("shape", new Shape(labels.shape)), ("rows", logits.shape[0]));
        using var flat = labels.reshape(-1);
        if (!squared) return HeadChecks.CrossEntropy(head, logits, flat);
        using var targets = Finite(head, flat, logits.dtype);
        using var values = logits.reshape(-1);
        return nn.functional.mse_loss(values, targets);
    }

    /// <summary>The mean binary cross-entropy of labels (rows, labels) of 0 and 1.</summary>
    public static Tensor Binary(string head, Tensor logits, Tensor labels)
    {
        if (new Shape(labels.shape) != new Shape(logits.shape))
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{head}\": labels have shape {new Shape(labels.shape)}, logits {new Shape(logits.shape)}",
                ("head", head), ("shape", new Shape(labels.shape)), ("allowed", new Shape(logits.shape)));
        using var targets = Finite(head, labels, logits.dtype);
        return nn.functional.binary_cross_entropy_with_logits(logits, targets);
    }

    private static Tensor Finite(string head, Tensor labels, ScalarType type)
    {
        var targets = labels.to(type);
        using var finite = targets.isfinite();
        using var all = finite.all();
        if (all.ToBoolean()) return ReferenceEquals(targets, labels) ? targets.alias() : targets;
        throw BridgeException.Invalid(ErrorReason.TensorValue, $"head \"{head}\": labels hold NaN or infinity", ("head", head));
    }
}
