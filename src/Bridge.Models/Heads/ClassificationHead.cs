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
        var layers = new HeadLayers(name, model, config, config.Layers, config.ActivationFunction, config.DropoutProb, config.NumLabels, config.Bias, source);
        return new ClassificationHead(name, config, layers, source);
    }

    /// <summary>(rows, labels).</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        using var first = _config.RightmostToken ? outputs.Rightmost() : HeadChecks.First(Name, outputs, _config.UsePooler);
        return _layers.Forward(first, context);
    }

    /// <summary>Labels: int64 (rows) of class ids; float (rows) for regression; (rows, labels) of 0 and 1 for multilabel.</summary>
    public override Tensor Loss(Tensor logits, Tensor labels) =>
        _config.Multilabel ? HeadLosses.Binary(Name, logits, labels) : HeadLosses.Rows(Name, logits, labels, _config.NumLabels == 1);
}
