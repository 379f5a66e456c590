using Bridge.Models.Description;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The network of <see cref="ClassificationHeadConfig"/>.</summary>
internal sealed class ClassificationHead : PredictionHead
{
    private readonly ClassificationHeadConfig _config;
    private readonly HeadLayers _layers;

    private ClassificationHead(string name, ClassificationHeadConfig config, HeadLayers layers, ParameterSource source)
        : base(name, config, source.Given) => (_config, _layers) = (config, layers);

    public static ClassificationHead Build(string name, ClassificationHeadConfig config, ModelDescription model, ParameterSource source)
    {
        if (config.NumLabels < 1) throw OutOfRange("num_labels", config.NumLabels, "at least 1");
        if (config.Layers is < 1 or > 16) throw OutOfRange("layers", config.Layers, "1 to 16");
        if (config.DropoutProb is < 0 or >= 1) throw OutOfRange("dropout_prob", config.DropoutProb, "[0, 1)");
        var layers = new HeadLayers(name, model, config.Layers, config.ActivationFunction, config.DropoutProb, config.NumLabels, config.Bias, source);
        return new ClassificationHead(name, config, layers, source);
    }

    /// <summary>(rows, labels).</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        if (_config.UsePooler)
            return _layers.Forward(outputs.PoolerOutput ?? throw BridgeException.Precondition(ErrorReason.SlotNotSupported,
                $"head \"{Name}\" uses the pooled output, which this model does not have", ("head", Name)), context);
        using var first = outputs.LastHiddenState.select(1, 0);
        return _layers.Forward(first, context);
    }

    /// <summary>Labels: int64 (rows) of class ids; float (rows) for regression; (rows, labels) of 0 and 1 for multilabel.</summary>
    public override Tensor Loss(Tensor logits, Tensor labels)
    {
        if (_config.Multilabel) return BinaryLoss(logits, labels);
        if (labels.numel() != logits.shape[0])
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{Name}\": labels have shape {new Shape(labels.shape)} for {logits.shape[0]} rows",
                ("head", Name), ("shape", new Shape(labels.shape)), ("rows", logits.shape[0]));
        using var flat = labels.reshape(-1);
        return _config.NumLabels == 1 ? SquaredError(logits, flat) : CrossEntropy(logits, flat);
    }

    private Tensor CrossEntropy(Tensor logits, Tensor labels)
    {
        if (labels.dtype != ScalarType.Int64)
            throw BridgeException.Invalid(ErrorReason.TensorDtype, $"head \"{Name}\": class ids have data type {labels.dtype}, allowed is Int64", ("head", Name), ("data_type", labels.dtype));
        using var low = labels.min();
        using var high = labels.max();
        var (least, most) = (low.ToInt64(), high.ToInt64());
        if (least < 0 || most >= _config.NumLabels)
            throw BridgeException.Invalid(ErrorReason.TensorValue, $"head \"{Name}\": label {(least < 0 ? least : most)} is outside [0, {_config.NumLabels - 1}]",
                ("head", Name), ("value", least < 0 ? least : most), ("allowed", $"[0, {_config.NumLabels - 1}]"));
        return nn.functional.cross_entropy(logits, labels);
    }

    private Tensor SquaredError(Tensor logits, Tensor labels)
    {
        using var targets = Finite(labels, logits.dtype);
        using var flat = logits.reshape(-1);
        return nn.functional.mse_loss(flat, targets);
    }

    private Tensor BinaryLoss(Tensor logits, Tensor labels)
    {
        if (new Shape(labels.shape) != new Shape(logits.shape))
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{Name}\": labels have shape {new Shape(labels.shape)}, logits {new Shape(logits.shape)}",
                ("head", Name), ("shape", new Shape(labels.shape)), ("allowed", new Shape(logits.shape)));
        using var targets = Finite(labels, logits.dtype);
        return nn.functional.binary_cross_entropy_with_logits(logits, targets);
    }

    private Tensor Finite(Tensor labels, ScalarType type)
    {
        var targets = labels.to(type);
        using var finite = targets.isfinite();
        using var all = finite.all();
        if (all.ToBoolean()) return ReferenceEquals(targets, labels) ? targets.alias() : targets;
        throw BridgeException.Invalid(ErrorReason.TensorValue, $"head \"{Name}\": labels hold NaN or infinity", ("head", Name));
    }

    private static BridgeException OutOfRange(string key, object? value, string allowed) =>
        BridgeException.Invalid(ErrorReason.ConfigValueRange, $"head: {key} {value} is outside {allowed}", ("key", key), ("value", value), ("allowed", allowed));
}
