namespace Bridge.Engine;

/// <summary>A batch that a session's caller hands over: tensors or texts, with labels.</summary>
public sealed record SessionBatch
{
    /// <summary>Tensors by name, as in <see cref="ForwardRequest.Inputs"/>.</summary>
    public IReadOnlyDictionary<string, TensorValue> Inputs { get; init; } = new Dictionary<string, TensorValue>();

    /// <summary>Texts in place of tensors; cut to the session's length where they say none.</summary>
    public TextRows? Texts { get; init; }

    /// <summary>
    /// What the head learns: class ids (integers, (rows)), marks of several classes (floating point, (rows, labels)), numbers (floating point, (rows)), ids of tokens or their classes (integers,
    /// (rows, length), -100 for those that do not count). Language models that are given texts find theirs in them.
    /// </summary>
    public TensorValue? Labels { get; init; }

    /// <summary>Class names in place of <see cref="Labels"/>, one a row.</summary>
    public IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>Whether the optimizer steps after this batch; null: after every <see cref="TrainingSettings.GradientAccumulation"/>-th.</summary>
    public bool? Step { get; init; }

    /// <summary>Whether the head's outputs are told.</summary>
    public bool ReturnLogits { get; init; }
}
