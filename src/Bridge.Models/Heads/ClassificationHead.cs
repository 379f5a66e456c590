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
        HeadChecks.Range("num_labels", config.NumLabels, 1);
        HeadChecks.Layers(config.Layers, config.DropoutProb);
        var layers = new HeadLayers(name, model, config.Layers, config.ActivationFunction, config.DropoutProb, config.NumLabels, config.Bias, source);
        return new ClassificationHead(name, config, layers, source);
    }

    /// <summary>(rows, labels).</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        using var first = _config.RightmostToken ? outputs.Rightmost() : HeadChecks.First(Name, outputs, _config.UsePooler);
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
        return _config.NumLabels == 1 ? SquaredError(logits, flat) : HeadChecks.CrossEntropy(Name, logits, flat);
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
}
