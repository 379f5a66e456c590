namespace AdapterBridge.Client;

/// <summary>A head that gives a text one or several classes, or a number. Null leaves a key at its default.</summary>
public sealed record ClassificationHeadConfig : HeadConfig
{
    /// <summary>Names of the labels, in the order of their ids.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How many labels; 1 is regression. Default 2, or the number of labels named.</summary>
    public int? NumLabels { get; init; }

    /// <summary>How many linear maps. Default 2.</summary>
    public int? Layers { get; init; }

    /// <summary>Activation between them; the empty text is none. Default "tanh".</summary>
    public string? ActivationFunction { get; init; }

    /// <summary>Whether labels are independent of each other. Default false.</summary>
    public bool? Multilabel { get; init; }

    /// <summary>Whether the pooled output stands in place of the first token's state. Default false.</summary>
    public bool? UsePooler { get; init; }

    /// <summary>Whether the last map has a bias. Default true.</summary>
    public bool? Bias { get; init; }

    /// <summary>Dropout, in [0, 1]; null takes the model's.</summary>
    public double? DropoutProb { get; init; }

    internal override IReadOnlyList<string> LabelNames => Labels;

    internal static ClassificationHeadConfig From(Wire.ClassificationHeadConfig m) => new()
    {
        Labels = [.. m.Labels],
        NumLabels = m.HasNumLabels ? m.NumLabels : null,
        Layers = m.HasLayers ? m.Layers : null,
        ActivationFunction = m.HasActivationFunction ? m.ActivationFunction : null,
        Multilabel = m.HasMultilabel ? m.Multilabel : null,
        UsePooler = m.HasUsePooler ? m.UsePooler : null,
        Bias = m.HasBias ? m.Bias : null,
        DropoutProb = m.HasDropoutProb ? m.DropoutProb : null,
    };

    internal override Wire.HeadConfig ToMessage()
    {
        var m = new Wire.ClassificationHeadConfig { Labels = { Labels } };
        if ((NumLabels ?? (Labels.Count > 0 ? Labels.Count : null)) is { } count) m.NumLabels = count;
        if (Layers is { } layers) m.Layers = layers;
        if (ActivationFunction is { } activation) m.ActivationFunction = activation;
        if (Multilabel is { } multilabel) m.Multilabel = multilabel;
        if (UsePooler is { } pooler) m.UsePooler = pooler;
        if (Bias is { } bias) m.Bias = bias;
        if (DropoutProb is { } dropout) m.DropoutProb = dropout;
        return new Wire.HeadConfig { Classification = m };
    }
}
