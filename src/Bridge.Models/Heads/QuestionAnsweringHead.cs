using Bridge.Models.Description;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The network of <see cref="QuestionAnsweringHeadConfig"/>.</summary>
internal sealed class QuestionAnsweringHead : PredictionHead
{
    private const int Ends = 2;

    private readonly HeadLayers _layers;

    private QuestionAnsweringHead(string name, QuestionAnsweringHeadConfig config, HeadLayers layers, ParameterSource source)
        : base(name, config, source.Given) => _layers = layers;

    public static QuestionAnsweringHead Build(string name, QuestionAnsweringHeadConfig config, ModelDescription model, ParameterSource source)
    {
        HeadChecks.Range("num_labels", config.NumLabels, Ends, Ends);
        HeadChecks.Layers(config.Layers, config.DropoutProb);
        return new QuestionAnsweringHead(name, config, new HeadLayers(name, model, config, config.Layers, config.ActivationFunction, config.DropoutProb, Ends, bias: true, source), source);
    }

    /// <summary>(rows, length, 2): that the answer begins here, that it ends here.</summary>
    public override Tensor Forward(ModelOutputs outputs, ForwardContext context)
    {
        using var states = Config.ModelClass is null ? outputs.HeadStates() : outputs.LastHiddenState.alias();
        return _layers.Forward(states, context);
    }

    /// <summary>Labels: int64 (rows, 2), positions of the answer's first and last token; one outside the input does not count.</summary>
    public override Tensor Loss(Tensor logits, Tensor labels)
    {
        if (labels.dim() != 2 || labels.shape[0] != logits.shape[0] || labels.shape[1] != Ends)
            throw BridgeException.Invalid(ErrorReason.TensorShape, $"head \"{Name}\": positions have shape {new Shape(labels.shape)}, allowed is {new Shape(logits.shape[0], Ends)}",
                ("head", Name), ("shape", new Shape(labels.shape)), ("allowed", new Shape(logits.shape[0], Ends)));
        var length = logits.shape[1];
        using var positions = labels.clamp(0, length);
        using var first = Loss(logits, positions, 0, length);
        using var last = Loss(logits, positions, 1, length);
        using var sum = first + last;
        return sum / Ends;
    }

    private Tensor Loss(Tensor logits, Tensor positions, int end, long length)
    {
        using var scores = logits.select(2, end);
        using var targets = positions.select(1, end);
        return HeadChecks.CrossEntropy(Name, scores, targets, ignored: length);
    }
}
