using Bridge.Models.Description;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The network of <see cref="TaggingHeadConfig"/>.</summary>
internal sealed class TaggingHead : PredictionHead
{
    private readonly HeadLayers _layers;

    private TaggingHead(string name, TaggingHeadConfig config, HeadLayers layers, ParameterSource source)
        : base(name, config, source.Given) => _layers = layers;

    public static TaggingHead Build(string name, TaggingHeadConfig config, ModelDescription model, ParameterSource source)
    {
        HeadChecks.Range("num_labels", config.NumLabels, 1);
        HeadChecks.Layers(config.Layers, config.DropoutProb);
        return new TaggingHead(name, config, new HeadLayers(name, model, config, config.Layers, config.ActivationFunction, config.DropoutProb, config.NumLabels, bias: true, source), source);
    }

    /// <summary>(rows, length, labels).</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        using var states = Config.ModelClass is null ? outputs.HeadStates() : outputs.LastHiddenState.alias();
        return _layers.Forward(states, context);
    }

    /// <summary>Labels: int64 (rows, length) of class ids, -100 where a token does not count (padding, later parts of words).</summary>
    public override Tensor Loss(Tensor logits, Tensor labels)
    {
        using var whole = HeadChecks.Lengthened(Name, labels, logits.shape[0], logits.shape[1]);
        using var flat = logits.reshape(-1, logits.shape[2]);
        using var targets = whole.reshape(-1);
        return HeadChecks.CrossEntropy(Name, flat, targets, HeadChecks.Ignored);
    }
}
