namespace Bridge.Models.Heads;

/// <summary>What heads check before they compute.</summary>
internal static class HeadChecks
{
    /// <summary>Target value of a position that does not count, as in the reference libraries.</summary>
    public const long Ignored = -100;

    private const int MostLayers = 16;

    public static void Range(string key, long value, long least, long most = int.MaxValue)
    {
        if (value < least || value > most) throw OutOfRange(key, value, most == int.MaxValue ? $"at least {least}" : $"{least} to {most}");
    }

    public static void Layers(int layers, double? dropout)
    {
        Range("layers", layers, 1, MostLayers);
        if (dropout is < 0 or >= 1) throw OutOfRange("dropout_prob", dropout, "[0, 1)");
    }

    /// <summary>The mean cross-entropy of (targets, classes) and class ids (targets), without those that are <paramref name="ignored"/>.</summary>
    public static Tensor CrossEntropy(string head, Tensor logits, Tensor labels, long? ignored = null)
    {
        if (labels.dtype != ScalarType.Int64)
            throw BridgeException.Invalid(ErrorReason.TensorDtype, $"head \"{head}\": class ids have data type {labels.dtype}, allowed is Int64", ("head", head), ("data_type", labels.dtype));
        if (labels.numel() != logits.shape[0])
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{head}\": {labels.numel()} labels for {logits.shape[0]} targets",
                ("head", head), ("labels", labels.numel()), ("targets", logits.shape[0]));
        var classes = logits.shape[1];
        using var below = labels < 0;
        using var above = labels >= classes;
        using var outside = below | above;
        if (ignored is { } value)
        {
            using var counted = labels != value;
            outside.logical_and_(counted);
        }
        using var any = outside.any();
        if (any.ToBoolean())
        {
            using var wrong = labels.masked_select(outside);
            throw BridgeException.Invalid(ErrorReason.TensorValue, $"head \"{head}\": label {wrong[0].ToInt64()} is outside [0, {classes - 1}]",
                ("head", head), ("value", wrong[0].ToInt64()), ("allowed", $"[0, {classes - 1}]"));
        }
        return nn.functional.cross_entropy(logits, labels, ignore_index: ignored ?? Ignored);
    }

    /// <summary>First-token states, (rows, hidden): the pooled ones where the head takes those. The caller's.</summary>
    public static Tensor First(string head, ModelOutputs outputs, bool pooled) => !pooled
        ? outputs.Summary()
        : outputs.PoolerOutput?.alias() ?? throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"head \"{head}\" uses the pooled output, which this model does not have", ("head", head));

    /// <summary>Labels (rows, length) lengthened at the front to the logits' length (prompt tokens), where they do not count. The caller's.</summary>
    public static Tensor Lengthened(string head, Tensor labels, long rows, long length)
    {
        if (labels.dim() != 2 || labels.shape[0] != rows || labels.shape[1] > length)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{head}\": labels have shape {new Shape(labels.shape)} for {rows} rows of {length} tokens",
                ("head", head), ("shape", new Shape(labels.shape)), ("allowed", new Shape(rows, length)));
        return labels.shape[1] == length ? labels.alias() : nn.functional.pad(labels, [length - labels.shape[1], 0], value: Ignored);
    }

    public static BridgeException OutOfRange(string key, object? value, string allowed) =>
        BridgeException.Invalid(ErrorReason.ConfigValueRange, $"head: {key} {value} is outside {allowed}", ("key", key), ("value", value), ("allowed", allowed));
}
